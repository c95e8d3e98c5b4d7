using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>
/// The columns of rows on a clock: time, series, and the columns that are brought onto it. Others of the input have no step.
/// </summary>
internal sealed class AlignedSchema
{
    /// <exception cref="ArgumentOutOfRangeException">A column that is read is missing or of another type.</exception>
    public AlignedSchema(AlignDescription description, DataViewSchema input)
    {
        SchemaFaults.Check(input, description.Inputs());
        Input = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(description.Time, input[description.Time].Type);
        if (description.Series is { } series)
            builder.AddColumn(series, input[series].Type, input[series].Annotations);
        First = description.Series is null ? 1 : 2;
        foreach (var column in description.Columns)
            builder.AddColumn(column.Name, column.Type);
        Output = builder.ToSchema();
        Needed = [.. description.Inputs().Select(column => input[column.Name])];
    }

    /// <summary>Schema of the rows that come in.</summary>
    public DataViewSchema Input { get; }

    /// <summary>Schema of those that come out.</summary>
    public DataViewSchema Output { get; }

    /// <summary>Place of the first column that is brought onto the clock.</summary>
    public int First { get; }

    /// <summary>The columns that are read.</summary>
    public DataViewSchema.Column[] Needed { get; }
}
