using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class ImageFileTests
{
    [TestMethod]
    public void Pixels_and_properties_are_kept()
    {
        byte[] pixels = [1, 2, 3, 255, 4, 5, 6, 128];
        using var image = MLImage.CreateFromPixels(2, 1, MLPixelFormat.Rgba32, pixels);
        image.Tag = "tag";

        Assert.AreEqual((2, 1, 32, MLPixelFormat.Rgba32, "tag"), (image.Width, image.Height, image.BitsPerPixel, image.PixelFormat, image.Tag));
        CollectionAssert.AreEqual(pixels, image.Pixels.ToArray());
        CollectionAssert.AreEqual(new byte[] { 3, 2, 1, 6, 5, 4 }, image.GetBGRPixels);
        pixels[0] = 99;
        Assert.AreEqual(1, image.Pixels[0]);
    }

    [TestMethod]
    public void Impossible_sizes_buffers_and_formats_are_refused()
    {
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(0, 1, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, -1, MLPixelFormat.Bgra32, []));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, new byte[3]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromPixels(1, 1, MLPixelFormat.Unknown, new byte[4]));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream("no image"u8.ToArray())));
        Assert.ThrowsExactly<ArgumentException>(() => MLImage.CreateFromStream(new MemoryStream()));
        Assert.ThrowsExactly<FileNotFoundException>(() => MLImage.CreateFromFile("/tmp/no-such-image.png"));
    }

    [TestMethod]
    public void A_disposed_image_cannot_be_used()
    {
        var image = ImageTestPixels.Uniform(1, 1, 1, 2, 3);
        image.Dispose();
        image.Dispose();

        Assert.ThrowsExactly<InvalidOperationException>(() => image.Width);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Pixels.Length);
        Assert.ThrowsExactly<InvalidOperationException>(() => image.Save("x.png"));
    }

    [TestMethod]
    [DataRow("a.png", 0)]
    [DataRow("a.BMP", 0)]
    [DataRow("a.jpg", 12)]
    [DataRow("a.jpeg", 12)]
    public void Saved_images_load_again(string name, int tolerance)
    {
        using var folder = new TextTestFolder();
        using var image = ImageTestPixels.Create(16, 8, (x, y) => (x * 16, y * 30, 255 - x * 10), MLPixelFormat.Rgba32);
        image.Save(folder.PathOf(name));
        using var loaded = MLImage.CreateFromFile(folder.PathOf(name));

        Assert.AreEqual((16, 8), (loaded.Width, loaded.Height));
        var (expected, actual) = (image.GetBGRPixels, loaded.GetBGRPixels);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], tolerance, $"byte {i}");
    }

    [TestMethod]
    public void A_png_keeps_transparency()
    {
        using var folder = new TextTestFolder();

        // Colours are multiplied by alpha: 100 of at most 128.
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Bgra32, [100, 50, 0, 128]);
        image.Save(folder.PathOf("a.png"));
        using var loaded = MLImage.CreateFromFile(folder.PathOf("a.png"));

        CollectionAssert.AreEqual(new byte[] { 100, 50, 0, 128 }, loaded.Pixels.ToArray());
    }

    [TestMethod]
    public void A_gif_decodes()
    {
        // One red pixel.
        var gif = Convert.FromBase64String("R0lGODdhAQABAIAAAP8AAP///ywAAAAAAQABAAACAkQBADs=");
        using var image = MLImage.CreateFromStream(new MemoryStream(gif));

        Assert.AreEqual((1, 1), (image.Width, image.Height));
        Assert.AreEqual((255, 0, 0), image.At(0, 0));
    }

    [TestMethod]
    public void An_unknown_extension_is_refused()
    {
        using var image = ImageTestPixels.Uniform(1, 1, 0, 0, 0);

        Assert.ThrowsExactly<ArgumentException>(() => image.Save("/tmp/image.xyz"));
    }
}
