using System.Reflection;

namespace DeepML.Networks;

/// <summary>
/// The name by which saved models tell one kind of a family of records from the others. It stands in files: it must not change, nor go to
/// another kind.
/// </summary>
/// <param name="name">In lower case.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class SavedAsAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The name of a kind.</summary>
    public static string NameOf(Type kind) => kind.GetCustomAttribute<SavedAsAttribute>()!.Name;

    /// <summary>The kinds of a family that have a name, in the family's own assembly.</summary>
    public static IEnumerable<Type> Family(Type family) =>
        family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && type.IsDefined(typeof(SavedAsAttribute), inherit: false));
}
