using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

/// <summary>Picture files as they lie on disks: turned by their cameras, cut off, or no pictures at all.</summary>
[TestClass]
public sealed class PictureFileTests
{
    private const int Width = 64, Height = 32;

    private static readonly Dictionary<char, byte[]> Colours = new()
    {
        ['R'] = [255, 0, 0],
        ['G'] = [0, 255, 0],
        ['B'] = [0, 0, 255],
        ['W'] = [255, 255, 255],
    };

    private readonly PictureFolder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    // The quarters of the picture as people see it, line by line; it is stored as red and green over blue and white.
    [TestMethod]
    [DataRow(0, "RGBW")]
    [DataRow(1, "RGBW")]
    [DataRow(2, "GRWB")]
    [DataRow(3, "WBGR")]
    [DataRow(4, "BWRG")]
    [DataRow(5, "RBGW")]
    [DataRow(6, "BRWG")]
    [DataRow(7, "WGBR")]
    [DataRow(8, "GWRB")]
    public void A_photo_is_turned_as_its_camera_was_held(int orientation, string quarters)
    {
        var picture = PictureFile.Read(Photo(orientation));
        var lies = orientation >= 5;
        Assert.AreEqual(lies ? (Height, Width) : (Width, Height), (picture.Width, picture.Height));
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var (x, y) = ((quarter % 2 * 2) + 1, (quarter / 2 * 2) + 1); // in quarters of the sides
            var at = ((y * picture.Height / 4 * picture.Width) + (x * picture.Width / 4)) * 4;
            var colour = Colours[quarters[quarter]];
            for (var channel = 0; channel < 3; channel++)
                Assert.AreEqual(colour[channel], picture.Pixels[at + channel], 12.0, $"quarter {quarter}, channel {channel}");
            Assert.AreEqual(255, picture.Pixels[at + 3], "opaque");
        }
    }

    [TestMethod]
    public void Pixels_come_line_by_line_as_they_were_saved()
    {
        byte[] pixels = [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15, 255, 16, 17, 18, 255];
        var picture = PictureFile.Read(_folder.Save("exact.png", 3, 2, pixels));
        Assert.AreEqual((3, 2), (picture.Width, picture.Height));
        CollectionAssert.AreEqual(pixels, picture.Pixels);
    }

    [TestMethod]
    [DataRow("whole.png")]
    [DataRow("whole.jpg")]
    public void A_file_without_its_end_is_refused_and_known_where_it_was_loaded(string name)
    {
        var path = name.EndsWith("jpg", StringComparison.Ordinal) ? Photo(1) : _folder.Save(name, Width, Height, Quarters());
        using var whole = Tagged(path);
        Assert.IsFalse(PictureFile.IsCut(whole));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length * 2 / 3)]);
        Assert.IsTrue(PictureFile.IsCut(whole));
        Assert.ThrowsExactly<InvalidDataException>(() => PictureFile.Read(path));
    }

    [TestMethod]
    public void A_whole_file_with_something_behind_it_is_whole()
    {
        var path = _folder.Save("tail.png", Width, Height, Quarters());
        File.AppendAllText(path, "behind the end");
        using var image = Tagged(path);
        Assert.IsFalse(PictureFile.IsCut(image));
        Assert.AreEqual(Width, PictureFile.Read(path).Width);
    }

    [TestMethod]
    public void A_picture_that_came_from_no_file_is_never_cut()
    {
        using var image = MLImage.CreateFromPixels(1, 1, MLPixelFormat.Rgba32, [1, 2, 3, 255]);
        Assert.IsFalse(PictureFile.IsCut(image), "no tag");
        image.Tag = "the third of March";
        Assert.IsFalse(PictureFile.IsCut(image), "a tag that is no path");
        image.Tag = _folder.PathOf("gone.png");
        Assert.IsFalse(PictureFile.IsCut(image), "a file that is gone");
    }

    [TestMethod]
    public void What_is_no_picture_is_refused_in_words()
    {
        var error = Assert.ThrowsExactly<InvalidDataException>(() => PictureFile.Read(_folder.Broken("text.png")));
        StringAssert.Contains(error.Message, "no picture that can be decoded");
        Assert.ThrowsExactly<FileNotFoundException>(() => PictureFile.Read(_folder.PathOf("none.png")));
    }

    private static MLImage Tagged(string path)
    {
        var image = MLImage.CreateFromFile(path);
        image.Tag = path;
        return image;
    }

    private static byte[] Quarters()
    {
        var pixels = new byte[Width * Height * 4];
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var colour = Colours["RGBW"[(y < Height / 2 ? 0 : 2) + (x < Width / 2 ? 0 : 1)]];
                colour.CopyTo(pixels, ((y * Width) + x) * 4);
                pixels[(((y * Width) + x) * 4) + 3] = 255;
            }
        return pixels;
    }

    // EXIF's tag 274 stands in a segment behind the two bytes that begin a JPEG file; 0 leaves the segment out.
    private string Photo(int orientation)
    {
        var path = _folder.Save($"photo{orientation}.jpg", Width, Height, Quarters());
        if (orientation == 0)
            return path;
        byte[] segment =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0,
        ];
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. bytes[..2], .. segment, .. bytes[2..]]);
        return path;
    }
}
