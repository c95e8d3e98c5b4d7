namespace DeepML;

/// <summary>
/// Names a module of a program's own in saved models. A file holds this name and never that of a type: whoever loads it says with
/// <see cref="TorchModules.Register{TModule}"/> which class the name means.
/// </summary>
/// <param name="name">A name that never changes, and that no other class of the program bears.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ArchivedModuleAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
