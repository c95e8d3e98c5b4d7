using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>What networks that read keys promise to add.</summary>
internal static class MaskedTokenColumns
{
    /// <summary>The shape of the features.</summary>
    public static SchemaShape.Column Shape(string name, TokenFeatures features) => SchemaShapes.Column(
        name,
        features == TokenFeatures.PerToken ? SchemaShape.Column.VectorKind.VariableVector : SchemaShape.Column.VectorKind.Vector,
        NumberDataViewType.Single, isKey: false);
}
