using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>Recognised by the runtime by its name: the assembly that carries it may use internals of the named assembly.</summary>
/// <param name="assemblyName">Simple name of the assembly whose internals are used.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>Simple name of the assembly whose internals are used.</summary>
    public string AssemblyName { get; } = assemblyName;
}
