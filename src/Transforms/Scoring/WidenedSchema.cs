using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, followed by others: so a passed-on column keeps its index.</summary>
internal abstract class WidenedSchema
{
    /// <param name="input">Schema of the data that come in.</param>
    /// <param name="add">Adds the other columns.</param>
    private protected WidenedSchema(DataViewSchema input, Action<DataViewSchema.Builder> add)
    {
        Input = input;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        add(builder);
        Output = builder.ToSchema();
    }

    /// <summary>Schema of the data that come in.</summary>
    public DataViewSchema Input { get; }

    /// <summary>Schema of the data that go out; always the same instance.</summary>
    public DataViewSchema Output { get; }

    /// <summary>Marks the columns asked for, by index.</summary>
    /// <exception cref="InvalidOperationException">A column is not part of this schema.</exception>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns) => Active(Output, columns);

    /// <summary>Marks the columns of a schema that are asked for, by index.</summary>
    /// <exception cref="InvalidOperationException">A column is not part of the schema.</exception>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[schema.Count];
        foreach (var column in columns)
        {
            if (column.Index >= active.Length)
                throw new InvalidOperationException($"Column '{column.Name}' with index {column.Index} is not part of this schema.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>Refuses a getter of the wrong type or of a column that was not asked for, as ML.NET does.</summary>
    public void CheckGetter<TValue>(DataViewSchema.Column column, bool[] active) => CheckGetter<TValue>(Output, column, active);

    /// <summary>Refuses a getter of the wrong type or of a column that was not asked for, as ML.NET does.</summary>
    public static void CheckGetter<TValue>(DataViewSchema schema, DataViewSchema.Column column, bool[] active)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this row.");
        var rawType = schema[column.Index].Type.RawType;
        if (rawType != typeof(TValue))
            throw new InvalidOperationException($"Invalid TValue: '{typeof(TValue)}', expected '{rawType}' for column '{column.Name}'.");
    }
}
