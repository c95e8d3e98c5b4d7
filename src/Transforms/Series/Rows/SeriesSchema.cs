using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, followed by those of an operation on series.</summary>
internal sealed class SeriesSchema : WidenedSchema
{
    private readonly SeriesDescription _description;

    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of another type.</exception>
    public SeriesSchema(SeriesDescription description, DataViewSchema input)
        : base(Checked(description, input), builder => Add(builder, description, input)) => _description = description;

    /// <summary>The input columns that the operation reads.</summary>
    public DataViewSchema.Column[] Needed => [.. _description.Inputs().Select(column => Input[column.Name])];

    /// <summary>Whether the operation has to be done for the active columns.</summary>
    public bool NeedsOperation(bool[] active) => _description.Operation.DropsRows || Array.IndexOf(active, true, Input.Count) >= 0;

    /// <summary>The input columns needed for the active columns.</summary>
    /// <param name="active">The active ones.</param>
    /// <param name="own">Whether the operation reads the same rows, and not rows of its own.</param>
    public DataViewSchema.Column[] Dependencies(bool[] active, bool own) =>
        [.. Input.Where(column => active[column.Index] || (own && NeedsOperation(active) && Needed.Any(n => n.Index == column.Index)))];

    /// <summary>How errors call the numbers that are read.</summary>
    public SeriesPlace Place => new(_description.Input, _description.Slots, NamesOf(Input[_description.Input]));

    /// <summary>The names of the numbers of a column: of its slots, or of itself; null if a vector has none.</summary>
    public static string[]? NamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType vector)
            return [column.Name];
        if (!column.HasSlotNames())
            return null;
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return names.Length == vector.Size ? [.. names.DenseValues().Select(name => name.ToString())] : null;
    }

    private static void Add(DataViewSchema.Builder builder, SeriesDescription description, DataViewSchema input)
    {
        var names = NamesOf(input[description.Input]);
        foreach (var output in description.Outputs())
            builder.AddColumn(output.Name, output.Type, output.Annotations(names));
    }

    private static DataViewSchema Checked(SeriesDescription description, DataViewSchema input)
    {
        SchemaFaults.Check(input, description.Inputs());
        return input;
    }
}
