using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A vector of float.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="size">Numbers per row.</param>
/// <param name="annotations">Its annotations, given the schema to which it is added; null for none.</param>
/// <param name="dimensions">Sizes whose product <paramref name="size"/> is; null for that alone.</param>
internal sealed class VectorOutput(
    string name, int size, Func<DataViewSchema, DataViewSchema.Annotations?>? annotations = null, int[]? dimensions = null)
    : NumberOutput(name, new VectorDataViewType(NumberDataViewType.Single, dimensions ?? [size]), annotations)
{
    private string? _namesOf;

    /// <inheritdoc/>
    public override int Width => size;

    /// <summary>Pictures as vectors, one plane after the other.</summary>
    public static VectorOutput OfPictures(string name, int channels, int height, int width) =>
        new(name, checked(channels * height * width), dimensions: [channels, height, width]);

    /// <summary>A vector of float with the slots of a column that is read, whose names it keeps.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="size">Numbers per row.</param>
    /// <param name="column">The column whose slots it has.</param>
    public static VectorOutput LikeSlotsOf(string name, int size, string column) =>
        new(name, size, input => PassedSlotNames.In(input, column, size)) { _namesOf = column };

    /// <inheritdoc/>
    public override SchemaShape.Column ShapeIn(SchemaShape input) =>
        _namesOf is null ? Shape : SchemaShapes.Column(Name, Type, PassedSlotNames.In(input, _namesOf));

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index)
    {
        ValueGetter<VBuffer<float>> getter = (ref VBuffer<float> value) =>
        {
            var editor = VBufferEditor.Create(ref value, size);
            block.Values<float>(index).CopyTo(editor.Values);
            value = editor.Commit();
        };
        return getter;
    }
}
