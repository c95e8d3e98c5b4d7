using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>Rows of which the features are exchanged for given ones, row by row.</summary>
internal sealed class GivenFeaturesView : SingleCursorView
{
    private readonly IDataView _source;
    private readonly GivenSchema _schema;
    private readonly float[][] _features;

    /// <param name="source">The rows; the same in the same order each time.</param>
    /// <param name="column">The column that is exchanged.</param>
    /// <param name="features">As many as rows.</param>
    public GivenFeaturesView(IDataView source, string column, float[][] features)
        : this(source, new GivenSchema(source.Schema, column, features[0].Length), features)
    {
    }

    private GivenFeaturesView(IDataView source, GivenSchema schema, float[][] features)
        : base(schema.Output) => (_source, _schema, _features) = (source, schema, features);

    /// <inheritdoc/>
    public override long? GetRowCount() => _features.Length;

    /// <inheritdoc/>
    public override DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = _schema.Active(columnsNeeded);
        return new GivenCursor(_source.GetRowCursor(_schema.Input.Where(column => active[column.Index])), _schema, active, _features);
    }

    private sealed class GivenSchema(DataViewSchema input, string column, int size) : WidenedSchema(
        input, builder => builder.AddColumn(column, new VectorDataViewType(NumberDataViewType.Single, size)));

    private sealed class GivenCursor(DataViewRowCursor source, GivenSchema schema, bool[] active, float[][] features)
        : PassThroughCursor(source)
    {
        public override DataViewSchema Schema => schema.Output;

        public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            schema.CheckGetter<TValue>(column, active);
            if (column.Index < schema.Input.Count)
                return Source.GetGetter<TValue>(schema.Input[column.Index]);
            ValueGetter<VBuffer<float>> given = (ref VBuffer<float> value) =>
            {
                var row = features[Source.Position];
                var editor = VBufferEditor.Create(ref value, row.Length);
                row.CopyTo(editor.Values);
                value = editor.Commit();
            };
            return (ValueGetter<TValue>)(Delegate)given;
        }
    }
}
