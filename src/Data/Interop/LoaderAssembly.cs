using System.Reflection;
using System.Reflection.Emit;
using Microsoft.ML.Runtime;

namespace DeepML.Data;

/// <summary>
/// The small assembly that every saved DeepML component names as its loader: emitted to a file when DeepML is built, and to memory
/// where that file is missing.
/// </summary>
/// <remarks>
/// ML.NET loads a component by the assembly name in its header: it calls <see cref="Assembly.Load(string)"/>, registers the
/// assembly's loadable classes and calls their static Create(IHostEnvironment, ModelLoadContext). The context type is internal,
/// so C# cannot declare such a method; emitted code, which may ignore access checks, can.
/// </remarks>
internal static class LoaderAssembly
{
    /// <summary>Its simple name.</summary>
    public const string Name = "DeepML.Loader";

    /// <summary>Name under which ML.NET's component catalog finds the loader.</summary>
    public const string Signature = "DeepMLTransformer";

    /// <summary>
    /// Defines, in <paramref name="module"/>, the class whose static Create(IHostEnvironment, ModelLoadContext) forwards to
    /// <paramref name="load"/>, and registers it as a loadable class of the assembly.
    /// </summary>
    /// <param name="module">The only module of an assembly under construction whose name is <see cref="Name"/>.</param>
    /// <param name="load">A static method (IHostEnvironment, object) that returns the component.</param>
    /// <param name="mark">Sets an attribute on the assembly: its constructor, which may be of the module itself, and its arguments.</param>
    public static void Emit(ModuleBuilder module, MethodInfo load, Action<ConstructorInfo, byte[]> mark)
    {
        var loader = module.DefineType("DeepML.Loader", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var create = loader.DefineMethod(
            "Create",
            MethodAttributes.Public | MethodAttributes.Static,
            load.ReturnType,
            [typeof(IHostEnvironment), MlNet.Type("Microsoft.ML.ModelLoadContext")]);
        var body = create.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Call, load);
        body.Emit(OpCodes.Ret);
        loader.CreateType();

        var ignoresChecks = IgnoredAccessChecks.Define(module);
        foreach (var opened in new[] { MlNet.Core, load.DeclaringType!.Assembly })
            mark(ignoresChecks, AttributeBlob.Of(arguments => AttributeBlob.WriteString(arguments, opened.GetName().Name!)));
        Register(mark, load.ReturnType);
    }

    /// <summary>
    /// Serves <see cref="Name"/> from memory when the generated file is not beside the application, so that a program that has
    /// touched DeepML can always load its models.
    /// </summary>
    /// <param name="load">As for <see cref="Emit"/>.</param>
    public static void ServeFromMemory(MethodInfo load)
    {
        var loader = new Lazy<Assembly>(() =>
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(Name), AssemblyBuilderAccess.Run);
            Emit(assembly.DefineDynamicModule(Name), load, assembly.SetCustomAttribute);
            return assembly;
        });
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) => new AssemblyName(request.Name).Name == Name ? loader.Value : null;
    }

    // LoadableClassAttribute(instance type, loader type, argument type, signature type, user name, load names)
    private static void Register(Action<ConstructorInfo, byte[]> mark, Type instance)
    {
        Type[] parameters = [typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])];
        var constructor = MlNet.Type("Microsoft.ML.LoadableClassAttribute").GetConstructor(MlNet.AnyInstance, parameters)
            ?? throw MlNet.Unknown("LoadableClassAttribute's constructor");
        mark(constructor, AttributeBlob.Of(arguments =>
        {
            AttributeBlob.WriteString(arguments, instance.AssemblyQualifiedName!);
            AttributeBlob.WriteString(arguments, $"DeepML.Loader, {Name}");
            AttributeBlob.WriteNullString(arguments); // no argument type
            AttributeBlob.WriteString(arguments, MlNet.Type("Microsoft.ML.SignatureLoadModel").AssemblyQualifiedName!);
            AttributeBlob.WriteString(arguments, "DeepML transformer");
            arguments.Write(1);
            AttributeBlob.WriteString(arguments, Signature);
        }));
    }
}
