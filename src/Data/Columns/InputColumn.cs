using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A column that a network reads: how a schema is checked for it.</summary>
/// <param name="name">Name of the column in the data.</param>
/// <param name="role">The word errors use for it: input, feature, label, ...</param>
internal abstract class InputColumn(string name, string role)
{
    /// <summary>Name of the column in the data.</summary>
    public string Name { get; } = name;

    /// <summary>The word errors use for it: input, feature, label, ...</summary>
    public string Role { get; } = role;

    /// <summary>The columns of the data that it is made of, each checked by itself: one, but for tables.</summary>
    public virtual IReadOnlyList<InputColumn> Parts => [this];

    /// <summary>The concrete type needed, in ML.NET's notation.</summary>
    public abstract string ExpectedType { get; }

    /// <summary>The type needed, without sizes.</summary>
    public abstract string ExpectedShape { get; }

    /// <summary>Whether a column of this type can be read.</summary>
    public abstract bool Accepts(DataViewType type);

    /// <summary>What the user can do about a column that cannot be read, in a sentence; null where there is nothing to say.</summary>
    /// <param name="column">The column, of another type.</param>
    public virtual string? Remedy(SchemaShape.Column column) => null;

    /// <summary>Whether a column of this shape can be read.</summary>
    public abstract bool Accepts(SchemaShape.Column column);
}
