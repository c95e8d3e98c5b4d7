using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>What is saved of a step that makes a column of sounds or of what is seen in them: a vector of float for each row.</summary>
/// <param name="OutputColumn">The column that is added.</param>
/// <param name="InputColumn">The column that is read.</param>
internal abstract record AudioDescription(string OutputColumn, string InputColumn) : IModelDescription<NoWeights>
{
    // Nothing was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>How schemas are checked for the column that is read.</summary>
    public abstract InputColumn Input();

    /// <inheritdoc/>
    public abstract void Check();

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();

    /// <summary>The column that is added, as an estimator promises it.</summary>
    /// <param name="input">The column that is read.</param>
    public abstract SchemaShape.Column Promised(SchemaShape.Column input);

    /// <summary>Type and annotations of the column that is added.</summary>
    /// <param name="input">The column that is read.</param>
    /// <exception cref="InvalidOperationException">The column does not fit what is done with it.</exception>
    public abstract (DataViewType Type, DataViewSchema.Annotations? Annotations) Produced(DataViewSchema.Column input);

    /// <summary>Makes the getter of the column that is added; each has buffers of its own, and serves one cursor.</summary>
    /// <param name="row">The row, which moves under the getter.</param>
    /// <param name="input">The column that is read.</param>
    public abstract ValueGetter<VBuffer<float>> Bind(DataViewRow row, DataViewSchema.Column input);

    /// <summary>What a schema becomes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column that is read is missing or of another type.</exception>
    public SchemaShape ShapeOf(SchemaShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input, [Input()]);
        return SchemaShapes.With(input, [Promised(input.Last(column => column.Name == InputColumn))]);
    }
}
