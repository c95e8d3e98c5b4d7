// Decoding, encoding and resampling of images behind a plain C interface.
// Pixels are four bytes: blue, green, red, alpha, with the colours multiplied by alpha.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#define STBI_NO_HDR
#define STBI_NO_LINEAR
#define STBI_NO_STDIO
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_ONLY_BMP
#define STBI_ONLY_GIF
#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#include <stb_image.h>

#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#include <stb_image_write.h>

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#include <stb_image_resize.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

constexpr int kChannels = 4;

enum Format : int32_t { kPng = 0, kJpeg = 1, kBmp = 2 };

uint8_t multiply(uint8_t colour, uint8_t alpha) {
  return static_cast<uint8_t>((colour * alpha + 127) / 255);
}

uint8_t divide(uint8_t colour, uint8_t alpha) {
  const int value = (colour * 255 + alpha / 2) / alpha;
  return static_cast<uint8_t>(value > 255 ? 255 : value);
}

void append(void* context, void* data, int size) {
  auto& bytes = *static_cast<std::vector<uint8_t>*>(context);
  const auto* first = static_cast<const uint8_t*>(data);
  bytes.insert(bytes.end(), first, first + size);
}

}  // namespace

// Decodes JPEG, PNG, BMP or GIF (first frame). Returns pixels to be freed with image_free, or null.
EXPORT uint8_t* image_decode(const uint8_t* bytes, int32_t length, int32_t* width, int32_t* height) {
  int channels = 0;
  uint8_t* pixels = stbi_load_from_memory(bytes, length, width, height, &channels, kChannels);
  if (pixels == nullptr) return nullptr;
  const size_t count = static_cast<size_t>(*width) * static_cast<size_t>(*height);
  const bool opaque = channels == 1 || channels == 3;
  for (size_t i = 0; i < count; i++) {
    uint8_t* p = pixels + i * kChannels;
    const uint8_t red = p[0];
    p[0] = p[2];
    p[2] = red;
    if (opaque || p[3] == 255) continue;
    for (int c = 0; c < 3; c++) p[c] = multiply(p[c], p[3]);
  }
  return pixels;
}

// Why the last image_decode on this thread returned null.
EXPORT const char* image_last_error() { return stbi_failure_reason(); }

// Encodes pixels; is_bgra tells their order. Returns bytes to be freed with image_free, or null.
EXPORT uint8_t* image_encode(const uint8_t* pixels, int32_t width, int32_t height, int32_t is_bgra, int32_t format, int32_t quality,
                             int32_t* length) {
  const size_t count = static_cast<size_t>(width) * static_cast<size_t>(height);
  std::vector<uint8_t> rgba(count * kChannels);
  const int red = is_bgra ? 2 : 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t* from = pixels + i * kChannels;
    uint8_t* to = rgba.data() + i * kChannels;
    const uint8_t alpha = from[3];
    to[0] = from[red];
    to[1] = from[1];
    to[2] = from[2 - red];
    to[3] = alpha;
    // Only PNG keeps transparency; in the others the colours stay as they look on black.
    if (format == kPng && alpha != 0 && alpha != 255)
      for (int c = 0; c < 3; c++) to[c] = divide(to[c], alpha);
  }

  std::vector<uint8_t> encoded;
  int written = 0;
  if (format == kPng) {
    written = stbi_write_png_to_func(append, &encoded, width, height, kChannels, rgba.data(), width * kChannels);
  } else if (format == kJpeg) {
    written = stbi_write_jpg_to_func(append, &encoded, width, height, kChannels, rgba.data(), quality);
  } else if (format == kBmp) {
    std::vector<uint8_t> rgb(count * 3);
    for (size_t i = 0; i < count; i++) std::memcpy(rgb.data() + i * 3, rgba.data() + i * kChannels, 3);
    written = stbi_write_bmp_to_func(append, &encoded, width, height, 3, rgb.data());
  }
  if (!written || encoded.empty()) return nullptr;

  auto* result = static_cast<uint8_t*>(std::malloc(encoded.size()));
  if (result == nullptr) return nullptr;
  std::memcpy(result, encoded.data(), encoded.size());
  *length = static_cast<int32_t>(encoded.size());
  return result;
}

// Resamples the part [left, right) x [top, bottom) of the source, given as fractions of its size, with a cubic filter. Returns 0 on failure.
EXPORT int32_t image_resample(const uint8_t* source, int32_t source_width, int32_t source_height, uint8_t* target, int32_t target_width,
                              int32_t target_height, int32_t target_stride, float left, float top, float right, float bottom) {
  return stbir_resize_region(source, source_width, source_height, 0, target, target_width, target_height, target_stride, STBIR_TYPE_UINT8,
                             kChannels, 3, STBIR_FLAG_ALPHA_PREMULTIPLIED, STBIR_EDGE_CLAMP, STBIR_EDGE_CLAMP, STBIR_FILTER_MITCHELL,
                             STBIR_FILTER_MITCHELL, STBIR_COLORSPACE_LINEAR, nullptr, left, top, right, bottom);
}

EXPORT void image_free(void* memory) { std::free(memory); }
