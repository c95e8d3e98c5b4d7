using System.Reflection;

namespace DeepML.Transforms;

/// <summary>Names a record of a family in saved models: by it the right one is built again. A name that has been saved lasts.</summary>
/// <param name="name">The name, one of its own in the family.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ArchivedAsAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>The name of a record.</summary>
    public static string NameOf(Type type) => type.GetCustomAttribute<ArchivedAsAttribute>()!.Name;

    /// <summary>The records of a family, in the family's own assembly.</summary>
    public static IEnumerable<Type> Family(Type type) =>
        type.Assembly.GetTypes().Where(t => t.IsSubclassOf(type) && t.IsDefined(typeof(ArchivedAsAttribute), inherit: false));
}
