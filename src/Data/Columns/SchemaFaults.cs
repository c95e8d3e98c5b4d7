using Microsoft.ML;

namespace DeepML.Data;

/// <summary>Collects everything that is wrong with a schema, so that the user reads all of it in one error.</summary>
internal sealed class SchemaFaults
{
    private readonly List<string> _faults = [];

    /// <summary>Notes that a column is missing.</summary>
    public void Missing(string role, string name) => _faults.Add($"Could not find {role} column '{name}'");

    /// <summary>Notes that a column has another type than needed.</summary>
    public void Mismatch(string role, string name, string expected, string actual) =>
        _faults.Add($"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}");

    /// <summary>Throws one error, in ML.NET's wording, if anything was noted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">At least one fault was noted.</exception>
    public void ThrowIfAny()
    {
        if (_faults.Count > 0)
            throw new ArgumentOutOfRangeException("inputSchema", string.Join(Environment.NewLine, _faults));
    }

    /// <summary>Checks a concrete schema against the columns that a component reads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static void Check(DataViewSchema schema, IEnumerable<InputColumn> columns)
    {
        var faults = new SchemaFaults();
        foreach (var column in columns.SelectMany(column => column.Parts))
        {
            if (schema.GetColumnOrNull(column.Name) is not { } found)
                faults.Missing(column.Role, column.Name);
            else if (!column.Accepts(found.Type))
                faults.Mismatch(column.Role, column.Name, column.ExpectedType, found.Type.ToString()!);
        }
        faults.ThrowIfAny();
    }

    /// <summary>Checks the shape of a schema, before any data exists, against the columns that a component reads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static void Check(SchemaShape shape, IEnumerable<InputColumn> columns)
    {
        var faults = new SchemaFaults();
        foreach (var column in columns.SelectMany(column => column.Parts))
        {
            var matches = shape.Where(c => c.Name == column.Name).ToArray();
            if (matches.Length == 0)
                faults.Missing(column.Role, column.Name);
            else if (!column.Accepts(matches[^1]))
                faults.Mismatch(column.Role, column.Name, column.ExpectedShape, SchemaShapes.Describe(matches[^1]));
        }
        faults.ThrowIfAny();
    }
}
