using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that a network adds: its type, and how a scored row becomes a value of it.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="type">Its type.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
internal abstract class OutputColumn(string name, DataViewType type, Func<DataViewSchema, DataViewSchema.Annotations?>? annotations)
{
    /// <summary>Name of the column.</summary>
    public string Name { get; } = name;

    /// <summary>Its type.</summary>
    public DataViewType Type { get; } = type;

    /// <summary>Numbers per row in the tensor that the network answers with.</summary>
    public abstract int Width { get; }

    /// <summary>The shape an estimator promises for this column; annotations are left out.</summary>
    public SchemaShape.Column Shape => SchemaShapes.Column(Name, Type);

    /// <summary>The shape an estimator promises where annotations are taken from the input.</summary>
    /// <param name="input">The input's shape.</param>
    public virtual SchemaShape.Column ShapeIn(SchemaShape input) => Shape;

    /// <summary>Its annotations in a schema that grows out of <paramref name="input"/>.</summary>
    public DataViewSchema.Annotations? AnnotationsIn(DataViewSchema input) => annotations?.Invoke(input);

    /// <summary>Room for scored rows.</summary>
    /// <param name="rows">Rows that fit.</param>
    public abstract OutputBlock CreateBlock(int rows);

    /// <summary>A getter of the current row of a scored block.</summary>
    /// <param name="block">The block; its current row and values change under the getter.</param>
    /// <param name="index">Position of this column among the block's outputs.</param>
    public abstract Delegate Getter(ScoredBlock block, int index);
}
