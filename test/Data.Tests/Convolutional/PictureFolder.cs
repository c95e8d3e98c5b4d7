using Microsoft.ML.Data;

namespace DeepML.Data.Tests;

/// <summary>A folder of small pictures, deleted at the end.</summary>
internal sealed class PictureFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("pictures").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a picture of red, green, blue and opaqueness per pixel.</summary>
    public string Save(string name, int width, int height, byte[] pixels)
    {
        using var image = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
        image.Save(PathOf(name));
        return PathOf(name);
    }

    public string Broken(string name)
    {
        File.WriteAllText(PathOf(name), "no picture");
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
