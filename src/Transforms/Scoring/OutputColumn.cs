using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that a network adds: its type, and how a scored row becomes a value of it.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="type">Its type.</param>
/// <param name="annotations">Its annotations; null for none.</param>
internal abstract class OutputColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    /// <summary>Name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>Its type.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>Its annotations.</summary>
    public DataViewSchema.Annotations? Annotations { get; } = annotations;

    /// <summary>Numbers per row in the tensor that the network answers with.</summary>
    public abstract int Width { get; }

    /// <summary>The shape an estimator promises for this column.</summary>
    public SchemaShape.Column Shape => SchemaShapes.Column(
        Name, Type, (Annotations?.Schema ?? Enumerable.Empty<DataViewSchema.Column>()).Select(a => SchemaShapes.Column(a.Name, a.Type)).ToArray());

    /// <summary>A getter of the current row of a scored block.</summary>
    /// <param name="block">The block; its current row and values change under the getter.</param>
    /// <param name="index">Position of this column among the block's outputs.</param>
    public abstract Delegate Getter(ScoredBlock block, int index);
}
