"""Collections: images and albums of anyone, put together by somebody who only looks at them."""
