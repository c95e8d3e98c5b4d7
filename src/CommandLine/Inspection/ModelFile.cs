using System.IO.Compression;
using DeepML.CommandLine.Tables;
using DeepML.CommandLine.Training;
using Microsoft.ML;

namespace DeepML.CommandLine.Inspection;

/// <summary>A saved model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Schema">The columns that it was trained on.</param>
/// <param name="Note">How the tool has made it; null where another program has saved it.</param>
internal sealed record ModelFile(ITransformer Model, DataViewSchema Schema, ModelNote? Note)
{
    /// <summary>Loads a model.</summary>
    /// <exception cref="InputException">The file is not there, no model, or damaged.</exception>
    public static ModelFile Load(MLContext ml, string path)
    {
        ModelNote? note;
        using (var archive = Open(path))
            note = ModelNote.In(archive);
        try
        {
            return new ModelFile(ml.Model.Load(path, out var schema), schema, note);
        }
        catch (Exception e) when (e.GetBaseException() is FormatException or InvalidDataException or InvalidOperationException)
        {
            throw new InputException($"The model '{path}' cannot be loaded. {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Opens a model without loading it.</summary>
    /// <exception cref="InputException">The file is not there, or no model.</exception>
    public static ZipArchive Open(string path)
    {
        if (!File.Exists(path))
            throw new InputException($"There is no file '{path}'.");
        ZipArchive archive;
        try
        {
            archive = ZipFile.OpenRead(path);
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"'{path}' is no saved model, or a damaged one: {e.Message}", e);
        }
        if (archive.Entries.Any(entry => Path.GetFileName(Normal(entry)) == "Model.key"))
            return archive;
        archive.Dispose();
        throw new InputException($"'{path}' is a zip file, and no saved model of ML.NET: it has no entry 'Model.key'.");
    }

    /// <summary>An entry's name, with the same separators on every system.</summary>
    public static string Normal(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    /// <summary>The rows of a file, as the model reads them.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="file">The file.</param>
    /// <param name="withCopies">Whether the text of every cell is read beside, to be written again, and right answers are not.</param>
    /// <exception cref="InputException">The file lacks a column that the model reads, or a cell is not what its column holds.</exception>
    public IDataView Rows(MLContext ml, CsvFile file, bool withCopies)
    {
        var missing = new List<string>();
        // Rows to score come without right answers, or with cells that are none.
        var unread = withCopies && Note is { Label: { } label } && TaskNames.Supervised.Contains(Note.Task) ? label : null;
        var columns = TableLoader.ColumnsOf(file, Schema, missing, unread);
        if (columns.Count == 0 && missing.Count > 0)
            throw Lacking(file, missing, null);
        var view = TableLoader.Load(ml, file, withCopies ? [.. columns, .. TableLoader.Copies(file)] : columns);
        try
        {
            Model.GetOutputSchema(view.Schema);
            return view;
        }
        catch (ArgumentException e) when (missing.Count > 0)
        {
            throw Lacking(file, missing, e);
        }
    }

    private static InputException Lacking(CsvFile file, List<string> missing, Exception? inner) =>
        new($"'{file.Path}' lacks what the model reads. Of the columns of its training {Named(missing)} "
            + $"{(missing.Count == 1 ? "is" : "are")} not there. {NearestName.Hint(missing[0], file.Names.ToArray())}", inner);

    private static string Named(List<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
