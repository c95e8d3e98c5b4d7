using System.IO.Compression;
using System.Text.Json;

namespace DeepML.CommandLine.Inspection;

/// <summary>What the tool writes into a model beside ML.NET's own entries: how it was made.</summary>
/// <param name="Version">The version of the tool.</param>
/// <param name="Task">What was learned.</param>
/// <param name="Trainer">By what.</param>
/// <param name="Label">The column that is predicted; null where there is none.</param>
/// <param name="Configuration">The configuration, as it was given.</param>
internal sealed record ModelNote(string Version, string Task, string Trainer, string? Label, string Configuration)
{
    private const string Entry = "DeepML.CommandLine/training.json";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>Adds it to a saved model.</summary>
    public void AddTo(string path)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        using var stream = archive.CreateEntry(Entry).Open();
        JsonSerializer.Serialize(stream, this, Format);
    }

    /// <summary>Finds it in a saved model; null where another program has saved it.</summary>
    /// <exception cref="InputException">It is there and cannot be read.</exception>
    public static ModelNote? In(ZipArchive archive)
    {
        if (archive.GetEntry(Entry) is not { } entry)
            return null;
        try
        {
            using var stream = entry.Open();
            return JsonSerializer.Deserialize<ModelNote>(stream);
        }
        catch (JsonException e)
        {
            throw new InputException($"The entry '{Entry}' of the model is damaged: {e.Message}", e);
        }
    }
}
