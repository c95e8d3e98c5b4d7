using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToVectorMappingEstimator : TrivialEstimator<KeyToVectorMappingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly bool _outputCountVector;

    internal KeyToVectorMappingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, bool outputCountVector)
        : base(env.Register(nameof(KeyToVectorMappingEstimator)), new KeyToVectorMappingTransformer(env, columns, outputCountVector))
    {
        _columns = columns;
        _outputCountVector = outputCountVector;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(Host, pair.inputColumnName);
            if (!input.ItemType.IsStandardScalar())
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", pair.inputColumnName, KeySlotNames.ExpectedType, input.GetTypeString());
            var isVariable = input.Kind == SchemaShape.Column.VectorKind.VariableVector;
            var annotations = new List<SchemaShape.Column>();
            if (input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var keyValues) && keyValues.ItemType is TextDataViewType
                && (!isVariable || _outputCountVector && input.IsKey))
                annotations.Add(SchemaShapeExtensions.SlotNamesAnnotation);
            if (!_outputCountVector && !isVariable)
                annotations.Add(SchemaShapeExtensions.Annotation(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32, SchemaShape.Column.VectorKind.Vector));
            if (!_outputCountVector || input.Kind == SchemaShape.Column.VectorKind.Scalar)
                annotations.Add(SchemaShapeExtensions.IsNormalizedAnnotation);
            var kind = isVariable && !_outputCountVector ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector;
            return new SchemaShape.Column(pair.outputColumnName, kind, NumberDataViewType.Single, false, new SchemaShape(annotations));
        }));
    }
}
