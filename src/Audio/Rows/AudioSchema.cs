using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Audio;

/// <summary>The columns of the input, in order, followed by the one that is added.</summary>
internal sealed class AudioSchema : WidenedSchema
{
    private readonly AudioDescription _description;

    /// <exception cref="ArgumentOutOfRangeException">The column that is read is missing or of another type.</exception>
    public AudioSchema(AudioDescription description, DataViewSchema input)
        : base(Checked(description, input), builder => Add(builder, description, input)) => _description = description;

    /// <summary>The input columns needed for the active columns.</summary>
    public DataViewSchema.Column[] Dependencies(bool[] active) =>
        [.. Input.Where(column => active[column.Index] || (active[Input.Count] && column.Index == Read.Index))];

    /// <summary>The getter of a column of a row.</summary>
    /// <param name="row">The row of the input; it moves under the getter.</param>
    /// <param name="column">The column.</param>
    /// <param name="active">The columns asked for.</param>
    public ValueGetter<TValue> GetterOf<TValue>(DataViewRow row, DataViewSchema.Column column, bool[] active)
    {
        CheckGetter<TValue>(column, active);
        return column.Index < Input.Count
            ? row.GetGetter<TValue>(Input[column.Index])
            : (ValueGetter<TValue>)(Delegate)_description.Bind(row, Read);
    }

    private DataViewSchema.Column Read => Input[_description.InputColumn];

    private static void Add(DataViewSchema.Builder builder, AudioDescription description, DataViewSchema input)
    {
        var (type, annotations) = description.Produced(input[description.InputColumn]);
        builder.AddColumn(description.OutputColumn, type, annotations);
    }

    private static DataViewSchema Checked(AudioDescription description, DataViewSchema input)
    {
        SchemaFaults.Check(input, [description.Input()]);
        return input;
    }
}
