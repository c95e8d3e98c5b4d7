using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>A column that an operation on series adds.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">A float, a vector of float, or a boolean.</param>
/// <param name="Names">The names of its slots, from those of the numbers that are read; null if it has none.</param>
internal sealed record SeriesOutput(string Name, DataViewType Type, Func<string[], string[]>? Names = null)
{
    /// <summary>Numbers of a row.</summary>
    public int Width => SeriesNumbersColumn.SlotsOf(Type);

    /// <summary>The shape that is promised.</summary>
    /// <param name="named">Whether the numbers that are read have names.</param>
    public SchemaShape.Column Shape(bool named) => Names is null || !named
        ? SchemaShapes.Column(Name, Type)
        : SchemaShapes.Column(Name, Type, SchemaShapes.Column(
            AnnotationNames.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false));

    /// <summary>Its annotations.</summary>
    /// <param name="read">The names of the numbers that are read; null if they have none.</param>
    public DataViewSchema.Annotations? Annotations(string[]? read)
    {
        if (Names is null || read is null)
            return null;
        var names = Array.ConvertAll(Names(read), name => name.AsMemory());
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            AnnotationNames.SlotNames, new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names]));
        return builder.ToAnnotations();
    }

    /// <summary>A getter of the column.</summary>
    /// <param name="at">Where its numbers begin among those of a row.</param>
    /// <param name="current">The row that the cursor is at.</param>
    public Delegate Getter(int at, Func<SeriesRow> current)
    {
        switch (Type)
        {
            case BooleanDataViewType:
                ValueGetter<bool> flag = (ref bool value) => value = current().Answers[at] > 0;
                return flag;
            case VectorDataViewType vector:
                ValueGetter<VBuffer<float>> numbers = (ref VBuffer<float> value) =>
                {
                    var editor = VBufferEditor.Create(ref value, vector.Size);
                    current().Answers.AsSpan(at, vector.Size).CopyTo(editor.Values);
                    value = editor.Commit();
                };
                return numbers;
            default:
                ValueGetter<float> number = (ref float value) => value = current().Answers[at];
                return number;
        }
    }
}
