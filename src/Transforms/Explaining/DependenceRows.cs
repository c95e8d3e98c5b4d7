using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Rows as a network reads them, whose features can be set.</summary>
internal sealed class DependenceRows : IDisposable
{
    private const double Tail = 0.05; // of the values, on either side
    private const int MostRead = 100_000;

    private readonly PredictionTransformer _model;
    private readonly SizedColumn _column;
    private readonly Tensor _rows; // (rows, numbers)

    private DependenceRows(PredictionTransformer model, Tensor rows, string[] names) =>
        (_model, _column, _rows, Names) = (model, model.Inputs[0], rows, names);

    /// <summary>The features, in the order of a row's numbers.</summary>
    public string[] Names { get; }

    /// <summary>Reads rows, as far as they can be scored; null if none can.</summary>
    /// <exception cref="ArgumentException">The network reads no features: pictures and sequences have none that rows share.</exception>
    public static DependenceRows? Read(PredictionTransformer model, IDataView data, int most)
    {
        var column = model.Inputs[0];
        if (!HasFeatures(column))
            throw new ArgumentException(
                $"Column '{column.Name}' holds {(column is ImageInput ? "pictures" : "sequences or keys")}, whose numbers are no features "
                + "that rows have in common. Explain(data, row) says what mattered in a row.", nameof(model));
        SchemaFaults.Check(data.Schema, [column]);
        using var cursor = data.GetRowCursor([.. column.Parts.Select(part => data.Schema[part.Name])]);
        var block = new ColumnBlock(column, most + 1);
        var read = column.Bind(cursor);
        // Rows often lie in some order: each has the same chance to be kept (Vitter, ACM Trans. Math. Softw. 11, 1985).
        var random = new Random(0);
        var found = 0;
        for (var row = 0L; row < MostRead && cursor.MoveNext(); row++)
        {
            if (!read(block, most) || !model.Scorable.Holds(column, block, most, row))
                continue;
            var place = found < most ? found : random.Next(found + 1);
            found++;
            if (place < most)
                read(block, place);
        }
        var count = Math.Min(found, most);
        if (count == 0)
            return null;
        using var scope = NewDisposeScope();
        var rows = block.Tensors(count, model.Device).Select(tensor => tensor.Tensor).ToArray()[0];
        rows = rows.is_sparse ? rows.to_dense() : rows.clone();
        return new DependenceRows(
            model, rows.MoveToOuterDisposeScope(), ExplainedRow.NamesOf(column, data.Schema, (int)rows.size(1)));
    }

    /// <summary>Whether the numbers of a column's rows are features.</summary>
    public static bool HasFeatures(SizedColumn column) => column is not (ImageInput or SequenceInput) && !column.HasLengths
        && column.TensorType == ScalarType.Float32;

    /// <summary>Whether a feature has a value in these rows.</summary>
    public bool HasValues(int feature)
    {
        using var column = _rows.select(1, feature);
        using var finite = column.isfinite();
        return finite.ShareTrue() > 0;
    }

    /// <summary>The answers for each value of a feature.</summary>
    /// <param name="feature">Its place.</param>
    /// <param name="points">Values of a number.</param>
    public PartialDependence Of(int feature, int points)
    {
        var table = _column as TableInput;
        var (category, origin) = Category(table, feature);
        var values = category is null ? Values(feature, points) : [.. Enumerable.Range(0, category.Length).Select(place => place + 1f)];
        var output = Output(_model.Head);
        return new PartialDependence(
            Names[feature], [.. values.Select(value => category is null ? value + origin : value - 1.0)], category,
            AnswersOf(_model.Head, output), [.. values.Select(value => Scores(feature, value, output))]);
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private float[,] Scores(int feature, float value, PredictionOutput output)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var rows = _rows.clone();
        using (var place = rows.select(1, feature))
            place.fill_(Numbers.Kept(value));
        var scores = output.OfBatch(_model.RawAnswer([rows])).to(ScalarType.Float32); // (rows, answers)
        var (count, answers) = ((int)scores.size(0), (int)(scores.numel() / scores.size(0)));
        var result = new float[count, answers];
        var numbers = scores.ReadAll<float>();
        Buffer.BlockCopy(numbers, 0, result, 0, numbers.Length * sizeof(float));
        return result;
    }

    private float[] Values(int feature, int points)
    {
        using var column = _rows.select(1, feature).contiguous();
        float[] all = [.. column.ReadAll<float>().Where(float.IsFinite).Order()];
        if (all.Length == 0)
            throw new ArgumentException($"Feature '{Names[feature]}' has no value in these rows.", nameof(feature));
        float[] distinct = [.. all.Distinct()];
        if (distinct.Length <= points)
            return distinct;
        var (low, high) = (Quantile(all, Tail), Quantile(all, 1 - Tail));
        return low == high ? distinct[..points] : [.. Enumerable.Range(0, points).Select(i => low + ((high - low) * i / (points - 1)))];
    }

    private static float Quantile(float[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];

    private static (string[]? Names, double Origin) Category(TableInput? table, int feature)
    {
        if (table is null)
            return (null, 0);
        foreach (var column in table.Features)
        {
            if (feature < column.Width)
                return (column.IsCategory ? column.Categories : null, column.Origin);
            feature -= column.Width;
        }
        return (null, 0);
    }

    // A probability where there is one.
    private static PredictionOutput Output(PredictionHead head)
    {
        var outputs = head.Outputs();
        return outputs.FirstOrDefault(output => output.Column.Name == ColumnNames.Probability)
            ?? outputs.First(output => output.Column.Name == ColumnNames.Score);
    }

    private static string[] AnswersOf(PredictionHead head, PredictionOutput output) => head is MulticlassHead classes
        ? classes.KeyValues?.Texts ?? [.. Enumerable.Range(0, classes.ClassCount).Select(i => FormattableString.Invariant($"{i}"))]
        : output.Column.Width == 1 ? [output.Column.Name == ColumnNames.Probability ? "yes" : ColumnNames.Score]
        : [.. Enumerable.Range(0, output.Column.Width).Select(i => FormattableString.Invariant($"{output.Column.Name}[{i}]"))];
}
