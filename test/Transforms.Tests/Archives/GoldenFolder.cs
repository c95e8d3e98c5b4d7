using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>A model as an earlier or the present version of DeepML has saved it, with rows and the scores that it gave them.</summary>
/// <param name="Path">The folder of its three files.</param>
internal sealed record GoldenFolder(string Path)
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Where the golden models lie beside the tests: golden/v1/KIND.</summary>
    public static string Root => System.IO.Path.Combine(AppContext.BaseDirectory, "Archives", "golden");

    /// <summary>The kind, which is the folder's name.</summary>
    public string Kind => System.IO.Path.GetFileName(Path);

    private string ModelFile => System.IO.Path.Combine(Path, "model.zip");

    private string RowsFile => System.IO.Path.Combine(Path, "rows.idv");

    private string ScoresFile => System.IO.Path.Combine(Path, "scores.json");

    /// <summary>Every golden model.</summary>
    public static IEnumerable<GoldenFolder> All() =>
        Directory.GetDirectories(Root).SelectMany(Directory.GetDirectories).Order().Select(path => new GoldenFolder(path));

    /// <summary>The folder of a kind's version.</summary>
    public static GoldenFolder Of(string root, string kind, int version) =>
        new(System.IO.Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"v{version}"), kind));

    /// <summary>Whether there is such a model.</summary>
    public bool Exists => File.Exists(ModelFile) && File.Exists(RowsFile) && File.Exists(ScoresFile);

    /// <summary>Loads the model.</summary>
    public NetworkTransformer Load(MLContext ml) => (NetworkTransformer)ml.Model.Load(ModelFile, out _);

    /// <summary>The rows that were scored.</summary>
    public IDataView Rows(MLContext ml) => ml.Data.LoadFromBinary(RowsFile);

    /// <summary>The scores that were given, by column.</summary>
    public Dictionary<string, float[][]> Scores() =>
        JsonSerializer.Deserialize<Dictionary<string, float[][]>>(File.ReadAllText(ScoresFile), Json)!;

    /// <summary>What a model makes of rows: the columns that it adds, and of one that adds rows those that it learned.</summary>
    public static Dictionary<string, float[][]> Score(NetworkTransformer model, IDataView rows)
    {
        // one that was loaded knows no view that it was fitted to
        var (scored, learned) = model switch
        {
            GanAugmenterTransformer { Growing: not null } augmenter => (augmenter.Augment(rows), ["Features", "Label"]),
            GanAugmenterTransformer augmenter => (augmenter.Augment(rows), ["Number", "IsFirst", "Label"]),
            AutoencoderAugmenterTransformer augmenter => (augmenter.Augment(rows), ["Features"]),
            RowAugmenterTransformer augmenter => (augmenter.Augment(rows), ["Features"]),
            _ => (model.Transform(rows), Array.Empty<string>()),
        };
        if (model is AlignSeriesTransformer) // which makes other rows
            return scored.Schema.Where(column => column.Type == NumberDataViewType.Single).ToDictionary(
                column => column.Name, column => Cells.Read(scored, column).ToArray());
        if (model is DriftWatchTransformer watch) // which leaves rows as they are
            return watch.Compare(rows).Columns.ToDictionary(
                column => column.Name, column => new[] { new[] { (float)column.StabilityIndex, (float)column.MeanThen } });
        return scored.Schema
            .Where(column => column.Index >= rows.Schema.Count || (!column.IsHidden && learned.Contains(column.Name)))
            .ToDictionary(column => column.Name, column => Cells.Read(scored, column).ToArray());
    }

    /// <summary>Writes a golden model that is not there yet.</summary>
    /// <exception cref="InvalidOperationException">It is there: golden models are never written again.</exception>
    public void Write(MLContext ml, NetworkTransformer model, IDataView rows)
    {
        if (Directory.Exists(Path))
            throw new InvalidOperationException($"'{Path}' is there already, and a golden model is never written again.");
        Directory.CreateDirectory(Path);
        ml.Model.Save(model, rows.Schema, ModelFile);
        using (var file = File.Create(RowsFile))
            ml.Data.SaveAsBinary(rows, file);
        File.WriteAllText(ScoresFile, JsonSerializer.Serialize(Score(model, Rows(ml)), Json) + "\n");
    }
}
