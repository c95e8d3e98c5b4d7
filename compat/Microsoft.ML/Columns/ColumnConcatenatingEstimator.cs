using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string[] _inputs;

    internal ColumnConcatenatingEstimator(IHostEnvironment env, string outputColumnName, params string[] inputColumnNames)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(ColumnConcatenatingEstimator));
        _host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        _host.CheckValue(inputColumnNames, nameof(inputColumnNames));
        _host.CheckUserArg(inputColumnNames.Length > 0, nameof(inputColumnNames), "At least one input column is needed");
        _host.CheckParam(!inputColumnNames.Any(string.IsNullOrEmpty), nameof(inputColumnNames), "A name is null or empty");
        _output = outputColumnName;
        _inputs = inputColumnNames;
    }

    public ColumnConcatenatingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var transformer = new ColumnConcatenatingTransformer(_host, _output, _inputs);
        transformer.GetOutputSchema(input.Schema);
        return transformer;
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        var columns = Array.ConvertAll(_inputs, name => inputSchema.Find(_host, name));
        var (itemType, isKey) = (columns[0].ItemType, columns[0].IsKey);
        foreach (var column in columns)
            if (!column.ItemType.Equals(itemType) || column.IsKey != isKey)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", column.Name, isKey ? $"Key<{itemType}>" : itemType.ToString(), column.GetTypeString());

        var kind = columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.VariableVector) ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
        if (columns is [{ Kind: not SchemaShape.Column.VectorKind.Scalar } only])
            return inputSchema.With(new SchemaShape.Column(_output, only.Kind, itemType, isKey, only.Annotations));

        bool Has(SchemaShape.Column column, string annotation) => column.Annotations.TryFindColumn(annotation, out _);
        var annotations = new List<SchemaShape.Column>();
        if (kind == SchemaShape.Column.VectorKind.Vector && columns.Any(c => c.Kind == SchemaShape.Column.VectorKind.Scalar || Has(c, AnnotationKinds.SlotNames)))
            annotations.Add(SchemaShapeExtensions.SlotNamesAnnotation);
        if (itemType is NumberDataViewType && !isKey && columns.All(c => Has(c, AnnotationKinds.IsNormalized)))
            annotations.Add(SchemaShapeExtensions.IsNormalizedAnnotation);
        if (kind == SchemaShape.Column.VectorKind.Vector && columns.Any(c => Has(c, AnnotationKinds.CategoricalSlotRanges)))
            annotations.Add(SchemaShapeExtensions.Annotation(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32, SchemaShape.Column.VectorKind.Vector));
        return inputSchema.With(new SchemaShape.Column(_output, kind, itemType, isKey, new SchemaShape(annotations)));
    }
}
