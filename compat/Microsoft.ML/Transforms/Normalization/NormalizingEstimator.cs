using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class NormalizingEstimator : IEstimator<NormalizingTransformer>
{
    private readonly IHost _host;
    private readonly NormalizerKind _kind;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal NormalizingEstimator(IHostEnvironment env, NormalizerKind kind, (string outputColumnName, string inputColumnName)[] columns)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(NormalizingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        foreach (var (output, _) in columns)
            _host.CheckNonEmpty(output, "outputColumnName");
        _kind = kind;
        _columns = columns;
    }

    public NormalizingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var schema = input.Schema;
        var columns = Array.ConvertAll(_columns, pair => FindInput(schema, pair.inputColumnName));
        var needed = columns.ToList();
        if (_kind.LabelColumnName is { } labelName)
            needed.Add(schema.GetColumnOrNull(labelName) ?? throw _host.ExceptSchemaMismatch(nameof(input), "label", labelName));

        using var cursor = input.GetRowCursor(needed);
        var labels = _kind.LabelColumnName is null ? null : new RowLabels(_host, cursor, needed[^1]);
        var fitters = Array.ConvertAll(columns, column => Fitter.Of(column.Type, _kind, cursor, column, labels));
        for (long rows = 0; rows < _kind.MaximumExampleCount && cursor.MoveNext(); rows++)
        {
            _host.CheckAlive();
            if (labels is not null && !labels.Read())
                continue;
            foreach (var fitter in fitters)
                fitter.Accept();
        }
        return new NormalizingTransformer(_host, _columns, Array.ConvertAll(fitters, fitter => fitter.Finish()));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var added = Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(_host, pair.inputColumnName, c => c.Kind != SchemaShape.Column.VectorKind.VariableVector, "known-size vector or scalar");
            inputSchema.Find(_host, pair.inputColumnName, c => NormalizingTransformer.CanNormalize(c.ItemType) && !c.IsKey, "vector or scalar of Single or Double");
            return input.Replaced(pair.outputColumnName, input.Kind, input.ItemType, false, SchemaShapeExtensions.IsNormalizedAnnotation);
        });
        if (_kind.LabelColumnName is { } label)
            inputSchema.Find(_host, label, "label");
        return inputSchema.With(added);
    }

    private DataViewSchema.Column FindInput(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw _host.ExceptSchemaMismatch("data", "input", name);
        NormalizingTransformer.CheckType(_host, column, "data");
        return column;
    }

    /// One column being fitted.
    private abstract class Fitter
    {
        public static Fitter Of(DataViewType type, NormalizerKind kind, DataViewRow row, DataViewSchema.Column column, RowLabels labels) =>
            type.GetItemType().RawType == typeof(float) ? Of<float>(type, kind, row, column, labels) : Of<double>(type, kind, row, column, labels);

        public abstract void Accept();

        public abstract Normalizer Finish();

        private static Fitter Of<T>(DataViewType type, NormalizerKind kind, DataViewRow row, DataViewSchema.Column column, RowLabels labels)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var statistics = kind.Start<T>(type.GetValueCount(), labels);
            return type is VectorDataViewType
                ? new VectorFitter<T>(type, statistics, row.GetGetter<VBuffer<T>>(column))
                : new ScalarFitter<T>(type, statistics, row.GetGetter<T>(column));
        }
    }

    private sealed class ScalarFitter<T>(DataViewType type, SlotStatistics<T> statistics, ValueGetter<T> source) : Fitter
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private T _value;

        public override void Accept()
        {
            source(ref _value);
            statistics.Add(new ReadOnlySpan<T>(in _value), []);
        }

        public override Normalizer Finish() => statistics.ToNormalizer(type);
    }

    private sealed class VectorFitter<T>(DataViewType type, SlotStatistics<T> statistics, ValueGetter<VBuffer<T>> source) : Fitter
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private VBuffer<T> _values;

        public override void Accept()
        {
            source(ref _values);
            Contracts.Check(null, _values.Length == statistics.Size, $"The normalizer expected {statistics.Size} slots but got {_values.Length}");
            statistics.Add(_values.GetValues(), _values.GetIndices());
        }

        public override Normalizer Finish() => statistics.ToNormalizer(type);
    }
}
