using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, and a boolean one that marks synthetic rows if it is asked for.</summary>
internal sealed class AugmentedSchema : WidenedSchema
{
    private readonly int[] _learned; // per output column: its position among the learned ones, or -1

    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public AugmentedSchema(GanDescription description, DataViewSchema input)
        : base(Checked(description, input), builder =>
        {
            if (description.Marker is not null)
                builder.AddColumn(description.Marker, BooleanDataViewType.Instance);
        })
    {
        Marker = description.Marker is null ? -1 : input.Count;
        _learned = [.. Output.Select(
            column => column.IsHidden || column.Index == Marker ? -1 : Array.FindIndex(description.Table, c => c.Name == column.Name))];
    }

    /// <summary>Index of the column that marks synthetic rows; -1 if there is none.</summary>
    public int Marker { get; }

    /// <summary>Position of an output column among the learned ones; -1 if it was not learned.</summary>
    public int Learned(int column) => _learned[column];

    /// <summary>The input columns among the active ones.</summary>
    public IEnumerable<DataViewSchema.Column> Dependencies(bool[] active) => Input.Where(column => active[column.Index]).ToArray();

    private static DataViewSchema Checked(GanDescription description, DataViewSchema input)
    {
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
        return input;
    }
}
