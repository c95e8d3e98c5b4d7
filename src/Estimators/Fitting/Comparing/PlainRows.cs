using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Rows as the simple methods read them: a vector of numbers and a label each.</summary>
/// <param name="Features">The numbers, all of one width.</param>
/// <param name="Labels">Numbers; classes from 0; 0 and 1 for no and yes.</param>
internal sealed record PlainRows(float[][] Features, double[] Labels)
{
    private const int BatchRows = 256;

    /// <summary>Reads the first rows of a source.</summary>
    /// <param name="rows">The rows; those whose view or label is not all finite are left out.</param>
    /// <param name="most">Rows at most.</param>
    /// <param name="view">A batch → (batch, width).</param>
    /// <param name="also">Gets each batch too, with the places of the rows that stay; null for nobody.</param>
    public static PlainRows Read(IBatchSource rows, int most, Func<TensorBatch, Tensor> view, Action<TensorBatch, bool[]>? also = null)
    {
        using var gradientsOff = no_grad();
        var (features, labels) = (new List<float[]>(), new List<double>());
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            var values = view(batch);
            var numbers = values.to(ScalarType.Float32).ReadAll<float>().Chunk((int)values.size(1));
            var targets = batch.Targets.to(ScalarType.Float64).ReadAll<double>();
            var stays = numbers.Zip(targets, (row, label) => double.IsFinite(label) && row.All(float.IsFinite)).ToArray();
            features.AddRange(numbers.Where((_, i) => stays[i]));
            labels.AddRange(targets.Where((_, i) => stays[i]));
            also?.Invoke(batch, stays);
            if (labels.Count >= most)
                break;
        }
        return new PlainRows([.. features], [.. labels]);
    }

    /// <summary>The rows with other numbers.</summary>
    public PlainRows With(float[][] features) => this with { Features = features };

    /// <summary>The rows as ML.NET's trainers expect them: Features and Label.</summary>
    /// <param name="ml">ML.NET.</param>
    /// <param name="kind">What the label is.</param>
    /// <param name="classes">Number of classes.</param>
    public IDataView View(MLContext ml, LabelKind kind, int classes) => kind switch
    {
        LabelKind.Class => View(ml, label => (uint)label, new KeyDataViewType(typeof(uint), classes)), // members count keys from 0
        LabelKind.YesNo => View(ml, label => label > 0, BooleanDataViewType.Instance),
        _ => View(ml, label => (float)label, NumberDataViewType.Single),
    };

    private IDataView View<TLabel>(MLContext ml, Func<double, TLabel> labelOf, DataViewType type)
    {
        var schema = SchemaDefinition.Create(typeof(Row<TLabel>));
        schema[nameof(Row<TLabel>.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Features[0].Length);
        schema[nameof(Row<TLabel>.Label)].ColumnType = type;
        var rows = Features.Zip(Labels, (values, label) => new Row<TLabel> { Features = values, Label = labelOf(label) }).ToArray();
        return ml.Data.LoadFromEnumerable(rows, schema);
    }

    private sealed class Row<TLabel>
    {
        public float[] Features { get; set; } = [];

        public TLabel Label { get; set; } = default!;
    }
}
