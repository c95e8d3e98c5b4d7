using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    internal const int DefaultMaximumNumberOfKeys = 1000000;

    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _keyValuesAsText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, int maximumNumberOfKeys,
        KeyOrdinality keyOrdinality, bool addKeyValueAnnotationsAsText, IDataView keyData)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        foreach (var (output, _) in columns)
            _host.CheckNonEmpty(output, "outputColumnName");
        _host.CheckParam(Enum.IsDefined(keyOrdinality), nameof(keyOrdinality), $"Undefined order {keyOrdinality}");
        if (keyData is not null && keyData.Schema.Count != 1)
            throw _host.ExceptParam(nameof(keyData), $"If specified, this data view should contain only a single column containing the terms to map, but it has {keyData.Schema.Count}");
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _keyOrdinality = keyOrdinality;
        _keyValuesAsText = addKeyValueAnnotationsAsText;
        _keyData = keyData;
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        _host.CheckUserArg(_maximumNumberOfKeys > 0, "maximumNumberOfKeys", "Must be positive");
        var columns = Array.ConvertAll(_columns, pair => FindInput(input.Schema, pair.inputColumnName));
        var builders = Array.ConvertAll(columns, column => TermMapBuilder.Of(column.Type.GetItemType()));
        if (_keyData is null)
        {
            using var cursor = input.GetRowCursor(columns);
            Train(cursor, builders, columns);
        }
        else
        {
            var terms = _keyData.Schema[0];
            foreach (var column in columns)
                _host.CheckUserArg(terms.Type.GetItemType().Equals(column.Type.GetItemType()), "keyData",
                    $"Input data's column must be of type '{column.Type.GetItemType()}' but was '{terms.Type}'");
            using var cursor = _keyData.GetRowCursor([terms]);
            Train(cursor, builders, Array.ConvertAll(columns, _ => terms));
        }
        return new ValueToKeyMappingTransformer(_host, _columns, Array.ConvertAll(builders, builder => builder.Finish(_keyOrdinality)), _keyValuesAsText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(_host, pair.inputColumnName);
            if (!input.ItemType.IsStandardScalar())
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName, ValueToKeyMappingTransformer.ExpectedTypes, input.GetTypeString());
            // A key keeps the values it has.
            if (!input.IsKey || !input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var keyValues) || keyValues.Kind != SchemaShape.Column.VectorKind.Vector)
                keyValues = SchemaShapeExtensions.Annotation(AnnotationKinds.KeyValues, _keyValuesAsText ? TextDataViewType.Instance : input.ItemType,
                    SchemaShape.Column.VectorKind.Vector, input.IsKey && !_keyValuesAsText);
            return input.Replaced(pair.outputColumnName, input.Kind, NumberDataViewType.UInt32, true, keyValues);
        }));
    }

    private DataViewSchema.Column FindInput(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", name);
        ValueToKeyMappingTransformer.CheckType(_host, column);
        return column;
    }

    private void Train(DataViewRowCursor cursor, TermMapBuilder[] builders, DataViewSchema.Column[] columns)
    {
        var readers = builders.Zip(columns, (builder, column) => builder.ReaderOf(cursor, column, _maximumNumberOfKeys)).ToArray();
        while (cursor.MoveNext())
        {
            _host.CheckAlive();
            foreach (var read in readers)
                read();
        }
    }
}
