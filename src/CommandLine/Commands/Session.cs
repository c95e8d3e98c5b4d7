using Microsoft.ML;

namespace DeepML.CommandLine.Commands;

/// <summary>Where a command writes to, and how much it says.</summary>
/// <param name="Out">What was asked for.</param>
/// <param name="Error">Everything else.</param>
/// <param name="IsVerbose">Whether what ML.NET logs is written too.</param>
internal sealed record Session(TextWriter Out, TextWriter Error, bool IsVerbose)
{
    /// <summary>A context of ML.NET.</summary>
    /// <param name="seed">Fixes its draws; null where nothing is drawn.</param>
    public MLContext Context(int? seed = null)
    {
        var ml = new MLContext(seed);
        if (IsVerbose)
            ml.Log += (_, message) => Error.WriteLine(message.Message);
        return ml;
    }

    /// <summary>Writes a file whole or not at all: whoever watches it never sees half of it.</summary>
    /// <param name="path">The file; its folder is made if needed.</param>
    /// <param name="write">Writes it under the name that it is given.</param>
    public static void WriteWhole(string path, Action<string> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var half = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
        try
        {
            write(half);
            File.Move(half, path, overwrite: true);
        }
        finally
        {
            File.Delete(half);
        }
    }
}
