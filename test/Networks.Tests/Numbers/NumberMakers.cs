using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchSharp;

namespace DeepML.Networks.Tests.Numbers;

/// <summary>
/// The members of TorchSharp that make a <see cref="Scalar"/>, found in the code of the very TorchSharp.dll that is used: the implicit
/// conversions, whatever calls a maker, and the constructors of types whose overrides are makers (a module's forward, an optimizer's
/// step), because a call of the base type's method would hide them.
/// </summary>
internal sealed class NumberMakers : IDisposable
{
    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly AssemblyDefinition _torchSharp;
    private readonly Dictionary<string, MethodDefinition> _methods;
    private readonly HashSet<string> _makers;

    public NumberMakers()
    {
        _resolver.AddSearchDirectory(AppContext.BaseDirectory);
        _torchSharp = Open(typeof(torch).Assembly.Location);
        _methods = Types(_torchSharp).SelectMany(type => type.Methods).ToDictionary(method => method.FullName);
        _makers = Find();
    }

    /// <summary>The makers that a program can call.</summary>
    public IEnumerable<MethodDefinition> Public =>
        _makers.Select(name => _methods[name]).Where(method => method.IsPublic && IsPublic(method.DeclaringType));

    /// <summary>Whether a method of TorchSharp makes a number, by its name in Cecil's writing.</summary>
    public bool Makes(string fullName) => _makers.Contains(fullName);

    /// <summary>Whether TorchSharp has a method of that name in Cecil's writing.</summary>
    public bool Knows(string fullName) => _methods.ContainsKey(fullName);

    /// <summary>The methods of an assembly that reach a maker: where, and which.</summary>
    public IEnumerable<(string Where, string Maker)> UsedIn(string assemblyFile)
    {
        using var assembly = Open(assemblyFile);
        foreach (var method in Types(assembly).SelectMany(type => type.Methods))
            foreach (var called in Called(method).Where(_makers.Contains).Distinct())
                yield return ($"{method.DeclaringType.FullName}.{method.Name}", called);
    }

    public void Dispose()
    {
        _torchSharp.Dispose();
        _resolver.Dispose();
    }

    private static IEnumerable<TypeDefinition> Types(AssemblyDefinition assembly) => Nested(assembly.MainModule.Types);

    private static IEnumerable<TypeDefinition> Nested(IEnumerable<TypeDefinition> types) =>
        types.SelectMany(type => Nested(type.NestedTypes).Prepend(type));

    private static bool IsPublic(TypeDefinition type) =>
        type.IsNested ? type.IsNestedPublic && IsPublic(type.DeclaringType) : type.IsPublic;

    private static bool ReadsOrMakes(MethodDefinition method) =>
        method.DeclaringType.Name == nameof(ScalarExtensionMethods)
        || (method.DeclaringType.Name == nameof(Scalar) && (method.IsConstructor || method.Name == "op_Implicit"));

    private AssemblyDefinition Open(string file) =>
        AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = _resolver });

    private HashSet<string> Find()
    {
        var calls = _methods.ToDictionary(method => method.Key, method => Called(method.Value).ToHashSet());
        var makers = _methods.Where(method => ReadsOrMakes(method.Value)).Select(method => method.Key).ToHashSet();
        int before;
        do
        {
            before = makers.Count;
            makers.UnionWith(calls.Where(call => call.Value.Overlaps(makers)).Select(call => call.Key).ToList());
            var overrides = makers.Select(name => _methods[name]).Where(Overrides);
            makers.UnionWith(overrides.SelectMany(method => Constructors(method.DeclaringType)).ToList());
        }
        while (makers.Count > before);
        return makers;
    }

    private static IEnumerable<string> Constructors(TypeDefinition type) =>
        type.Methods.Where(method => method.IsConstructor && !method.IsStatic).Select(method => method.FullName);

    // Whether the method takes the place of one that TorchSharp's own base types declare: Object's ToString does not count.
    private static bool Overrides(MethodDefinition method)
    {
        if (!method.IsVirtual || method.IsNewSlot)
            return false;
        for (var type = method.DeclaringType.BaseType; type is not null && IsOfTorchSharp(type); type = type.Resolve().BaseType)
            if (type.Resolve().Methods.Any(m => m.IsVirtual && m.Name == method.Name && m.Parameters.Count == method.Parameters.Count))
                return true;
        return false;
    }

    private static IEnumerable<string> Called(MethodDefinition method) => !method.HasBody ? [] : method.Body.Instructions
        .Select(instruction => instruction.Operand as MethodReference)
        .Where(called => called is not null && IsOfTorchSharp(called.DeclaringType))
        .Select(called => called!.Resolve()?.FullName ?? called.FullName);

    private static bool IsOfTorchSharp(TypeReference type) => type.GetElementType().Scope switch
    {
        AssemblyNameReference assembly => assembly.Name == "TorchSharp",
        ModuleDefinition module => module.Assembly.Name.Name == "TorchSharp",
        _ => false,
    };
}
