using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Makes columns of a schema shape, whose constructor ML.NET keeps to itself.</summary>
internal static class ShapeColumns
{
    /// <summary>A column of a <see cref="SchemaShape"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column New(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);
}
