using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators;

/// <summary>What a selection promises before it is fitted.</summary>
internal static class SelectionShape
{
    /// <summary>The shape with a vector of float, whose slots have names where those of the input have.</summary>
    public static SchemaShape With(SchemaShape shape, string output, string input) => SchemaShapes.With(shape, [SchemaShapes.Column(
        output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, PassedSlotNames.In(shape, input))]);
}
