using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Collects everything that is wrong with a schema, so that the user reads all of it in one error.</summary>
internal sealed class SchemaFaults
{
    private const int MostNames = 12;

    private readonly List<string> _faults = [];

    /// <summary>Notes that a column is missing.</summary>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="present">The columns there are; null if that is not to be said.</param>
    public void Missing(string role, string name, IEnumerable<string>? present = null)
    {
        var names = present?.Distinct().ToArray() ?? [];
        var there = names.Length == 0 ? ""
            : $": there are {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", ..." : "")}";
        var remedy = role == "feature" ? $". ml.Transforms.Concatenate(\"{name}\", ...) makes one of columns of numbers" : "";
        _faults.Add($"Could not find {role} column '{name}'{there}{remedy}");
    }

    /// <summary>Notes that a column has another type than needed.</summary>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="expected">The type needed.</param>
    /// <param name="actual">The type found.</param>
    /// <param name="remedy">What the user can do, in a sentence; null for nothing.</param>
    public void Mismatch(string role, string name, string expected, string actual, string? remedy = null) =>
        _faults.Add(
            $"Schema mismatch for {role} column '{name}': expected {expected}, got {actual}{(remedy is null ? "" : $". {remedy}")}");

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
                faults.Missing(column.Role, column.Name, schema.Where(c => !c.IsHidden).Select(c => c.Name));
            else if (!column.Accepts(found.Type))
                faults.Mismatch(column.Role, column.Name, column.ExpectedType, Describe(found.Type),
                    column.Remedy(SchemaShapes.Column(found.Name, found.Type)));
        }
        faults.ThrowIfAny();
    }

    // ML.NET writes vectors of no fixed size without one, which reads like any size.
    private static string Describe(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: false } ? $"{type} of no fixed size" : type.ToString()!;

    /// <summary>Checks the shape of a schema, before any data exists, against the columns that a component reads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static void Check(SchemaShape shape, IEnumerable<InputColumn> columns)
    {
        var faults = new SchemaFaults();
        foreach (var column in columns.SelectMany(column => column.Parts))
        {
            var matches = shape.Where(c => c.Name == column.Name).ToArray();
            if (matches.Length == 0)
                faults.Missing(column.Role, column.Name, shape.Select(c => c.Name));
            else if (!column.Accepts(matches[^1]))
                faults.Mismatch(column.Role, column.Name, column.ExpectedShape, SchemaShapes.Describe(matches[^1]),
                    column.Remedy(matches[^1]));
        }
        faults.ThrowIfAny();
    }
}
