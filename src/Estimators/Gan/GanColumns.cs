using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>The columns an augmenter learns, as the caller named them.</summary>
/// <param name="Features">A vector of float, or the columns of a table without its label.</param>
/// <param name="Label">The label; null for none.</param>
/// <param name="IsTable">Whether the features are columns of any type that can be read.</param>
internal sealed record GanColumns(string[] Features, string? Label, bool IsTable)
{
    /// <summary>All names, the label last.</summary>
    public string[] All => Label is null ? Features : [.. Features, Label];

    /// <summary>Which categories can be asked for.</summary>
    public TableCondition Condition => IsTable ? TableCondition.AnyCategory : Label is null ? TableCondition.None : TableCondition.Label;

    /// <summary>Refuses data without the columns, or with columns of other types.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type; every fault is named.</exception>
    public void Check(DataViewSchema schema)
    {
        if (!IsTable)
        {
            SchemaFaults.Check(schema, Inputs());
            return;
        }
        var faults = new SchemaFaults();
        foreach (var name in All)
        {
            if (schema.GetColumnOrNull(name) is not { } found)
                faults.Missing(Role(name), name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
            else if (!(name == Label ? TableReader.KindOf(found.Type) == TableColumnKind.Category
                : TableReader.KindOf(found.Type) is TableColumnKind.Category or TableColumnKind.Number))
                faults.Mismatch(Role(name), name, Expected(name), found.Type.ToString()!);
        }
        faults.ThrowIfAny();
    }

    /// <summary>The same before any data exist.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type; every fault is named.</exception>
    public void Check(SchemaShape shape)
    {
        if (!IsTable)
        {
            SchemaFaults.Check(shape, Inputs());
            return;
        }
        var faults = new SchemaFaults();
        foreach (var name in All)
        {
            var found = shape.Where(column => column.Name == name).ToArray();
            if (found.Length == 0)
                faults.Missing(Role(name), name, shape.Select(c => c.Name));
            else if (!TableReader.Accepts(found[^1]) || found[^1].Kind != SchemaShape.Column.VectorKind.Scalar
                || (name == Label && !found[^1].IsKey && found[^1].ItemType is Microsoft.ML.Data.NumberDataViewType))
                faults.Mismatch(Role(name), name, Expected(name), SchemaShapes.Describe(found[^1]));
        }
        faults.ThrowIfAny();
    }

    /// <summary>The columns of a vector with its label.</summary>
    public InputColumn[] Inputs() => Label is null
        ? [new VectorColumn(Features[0], "feature")]
        : [new VectorColumn(Features[0], "feature"), ScalarInput.Class(Label, "label")];

    private string Role(string name) => name == Label ? "label" : "feature";

    private string Expected(string name) => name == Label ? "Boolean, String or Key" : "a number, Boolean, String or Key";
}
