using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class KeyToBinaryVectorMappingEstimator : TrivialEstimator<KeyToBinaryVectorMappingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;

    internal KeyToBinaryVectorMappingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns)
        : base(env.Register(nameof(KeyToBinaryVectorMappingEstimator)), new KeyToBinaryVectorMappingTransformer(env, columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(Host, pair.inputColumnName, c => c.ItemType is PrimitiveDataViewType, KeySlotNames.ExpectedType);
            var isVariable = input.Kind == SchemaShape.Column.VectorKind.VariableVector;
            var annotations = new List<SchemaShape.Column>();
            if (!isVariable && input.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var keyValues) && keyValues.ItemType is TextDataViewType)
                annotations.Add(SchemaShapeExtensions.SlotNamesAnnotation);
            if (input.Kind == SchemaShape.Column.VectorKind.Scalar)
                annotations.Add(SchemaShapeExtensions.IsNormalizedAnnotation);
            return new SchemaShape.Column(pair.outputColumnName, isVariable ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
                NumberDataViewType.Single, false, new SchemaShape(annotations));
        }));
    }
}
