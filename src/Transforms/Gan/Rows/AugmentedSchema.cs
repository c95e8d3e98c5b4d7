using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, and a boolean one that marks synthetic rows if it is asked for.</summary>
internal sealed class AugmentedSchema
{
    private readonly int[] _learned; // per output column: its position among the learned ones, or -1

    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public AugmentedSchema(GanDescription description, DataViewSchema input)
    {
        Input = input;
        var faults = new SchemaFaults();
        foreach (var column in description.Table)
        {
            var role = column.Name == description.Label ? "label" : "feature";
            if (input.GetColumnOrNull(column.Name) is not { } found)
                faults.Missing(role, column.Name);
            else if (!found.Type.Equals(column.Type))
                faults.Mismatch(role, column.Name, column.Type.ToString()!, found.Type.ToString()!);
        }
        faults.ThrowIfAny();
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        if (description.Marker is not null)
            builder.AddColumn(description.Marker, BooleanDataViewType.Instance);
        Output = builder.ToSchema();
        Marker = description.Marker is null ? -1 : input.Count;
        _learned = [.. Output.Select(column => column.IsHidden || column.Index == Marker ? -1 : Array.FindIndex(description.Table, c => c.Name == column.Name))];
    }

    /// <summary>Schema of the data that come in.</summary>
    public DataViewSchema Input { get; }

    /// <summary>Schema of the data that go out; always the same instance.</summary>
    public DataViewSchema Output { get; }

    /// <summary>Index of the column that marks synthetic rows; -1 if there is none.</summary>
    public int Marker { get; }

    /// <summary>Position of an output column among the learned ones; -1 if it was not learned.</summary>
    public int Learned(int column) => _learned[column];

    /// <summary>Marks the columns asked for, by index.</summary>
    /// <exception cref="InvalidOperationException">A column is not part of this schema.</exception>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var active = new bool[Output.Count];
        foreach (var column in columns)
        {
            if (column.Index >= active.Length)
                throw new InvalidOperationException($"Column '{column.Name}' with index {column.Index} is not part of this schema.");
            active[column.Index] = true;
        }
        return active;
    }

    /// <summary>The input columns among the active ones.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active) => Input.Where(column => active[column.Index]).ToArray();

    /// <summary>Refuses a getter of the wrong type or of a column that was not asked for, as ML.NET does.</summary>
    public void CheckGetter<TValue>(DataViewSchema.Column column, bool[] active)
    {
        if (column.Index >= active.Length || !active[column.Index])
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active in this row.");
        var rawType = Output[column.Index].Type.RawType;
        if (rawType != typeof(TValue))
            throw new InvalidOperationException($"Invalid TValue: '{typeof(TValue)}', expected '{rawType}' for column '{column.Name}'.");
    }
}
