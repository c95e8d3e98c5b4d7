using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>The columns of the input, in order, and a boolean one that marks synthetic rows if it is asked for.</summary>
internal sealed class AugmentedSchema : MarkedSchema
{
    private readonly int[] _learned; // per output column: its position among the learned ones, or -1

    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public AugmentedSchema(GanDescription description, DataViewSchema input)
        : base(Checked(description, input), description.Marker) => _learned = [.. Output.Select(
            column => column.IsHidden || column.Index == Marker ? -1 : Array.FindIndex(description.Table, c => c.Name == column.Name))];

    /// <summary>Position of an output column among the learned ones; -1 if it was not learned.</summary>
    public int Learned(int column) => _learned[column];

    private static DataViewSchema Checked(GanDescription description, DataViewSchema input)
    {
        var faults = new SchemaFaults();
        foreach (var column in description.Table)
        {
            var role = column.Name == description.Label ? "label" : "feature";
            if (input.GetColumnOrNull(column.Name) is not { } found)
                faults.Missing(role, column.Name, input.Where(c => !c.IsHidden).Select(c => c.Name));
            else if (!found.Type.Equals(column.Type))
                faults.Mismatch(role, column.Name, column.Type.ToString()!, found.Type.ToString()!);
        }
        faults.ThrowIfAny();
        return input;
    }
}
