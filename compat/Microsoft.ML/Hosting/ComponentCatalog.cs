using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.ML.Runtime;

/// The components a context can create when it loads a model, by load name (any case) and signature.
public sealed class ComponentCatalog
{
    private static readonly ConcurrentDictionary<Assembly, LoadableClassAttribute[]> Declared = new();

    private readonly object _gate = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), LoadableClassAttribute> _classes = [];
    private readonly Dictionary<string, string> _extensions = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Contracts.CheckValue(null, assembly, nameof(assembly));
        lock (_gate)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (var declared in Declared.GetOrAdd(assembly, a => [.. a.GetCustomAttributes<LoadableClassAttribute>()]))
                foreach (var name in declared.LoadNames)
                {
                    if (_classes.TryAdd((name.ToLowerInvariant(), declared.SigType), declared) || !throwOnError)
                        continue;
                    throw Contracts.Except(null, $"ComponentCatalog cannot map name '{name}' and signature '{declared.SigType}': {_classes[(name.ToLowerInvariant(), declared.SigType)].InstanceType} has them already");
                }
            RegisterExtensions(assembly, throwOnError);
        }
    }

    internal bool TryFind(string name, Type signature, out LoadableClassAttribute found)
    {
        // The library's own components need no registration.
        RegisterAssembly(typeof(ComponentCatalog).Assembly);
        lock (_gate)
            return _classes.TryGetValue((name.ToLowerInvariant(), signature), out found);
    }

    /// The type that carries an extension attribute (such as a custom mapping's) with this contract name; IOE when there is none.
    internal Type GetExtensionType(Type attributeType, string contractName)
    {
        lock (_gate)
        {
            if (_extensions.TryGetValue(ExtensionKey(attributeType, contractName), out var typeName) && Type.GetType(typeName) is { } type)
                return type;
            throw Contracts.Except(null, $"Unknown {attributeType.Name} contract: '{contractName}'. The assembly that defines it may have to be registered with ComponentCatalog.RegisterAssembly");
        }
    }

    private void RegisterExtensions(Assembly assembly, bool throwOnError)
    {
        if (assembly == typeof(ComponentCatalog).Assembly)
            return;
        Type[] types;
        try
        {
            types = assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            types = [.. e.Types.Where(t => t is not null)];
        }
        foreach (var type in types.Where(t => t.IsClass && !t.IsAbstract))
            foreach (var extension in type.GetCustomAttributes<ExtensionBaseAttribute>(inherit: true))
            {
                var key = ExtensionKey(extension.GetType(), extension.ContractName);
                if (!_extensions.TryAdd(key, type.AssemblyQualifiedName) && throwOnError)
                    throw Contracts.Except(null, $"Both {_extensions[key]} and {type.AssemblyQualifiedName} declare the contract '{extension.ContractName}'");
            }
    }

    private static string ExtensionKey(Type attributeType, string contractName) => attributeType.FullName + ":" + contractName;
}
