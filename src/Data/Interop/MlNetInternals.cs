using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Data;

/// <summary>
/// The one place that touches members of ML.NET which are closed to third parties: columns of a schema shape, the environment
/// behind a catalog, the model save and load contexts, and the registration of a loader.
/// </summary>
/// <remarks>
/// ML.NET loads a component by the assembly name in its header: it calls <see cref="Assembly.Load(string)"/>, registers the
/// assembly's loadable classes and calls their static Create(IHostEnvironment, ModelLoadContext). The context type is internal,
/// so C# cannot declare such a method; the small assembly <see cref="LoaderAssemblyName"/>, generated at build time, can.
/// </remarks>
internal static class MlNetInternals
{
    /// <summary>Simple name of the generated assembly that every saved DeepML component names as its loader.</summary>
    public const string LoaderAssemblyName = "DeepML.Loader";

    /// <summary>Name under which ML.NET's component catalog finds the loader.</summary>
    public const string LoaderSignature = "DeepMLTransformer";

    private const string ModelSignature = "DEEPMLTR";
    private const uint ContainerVersion = 0x00010001;
    private const BindingFlags AnyInstance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static Assembly Core => typeof(ModelSaveContext).Assembly;

    /// <summary>A column of a <see cref="SchemaShape"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column NewColumn(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    /// <summary>The writer of the component's own block in a model being saved.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Writer")]
    public static extern ref BinaryWriter Writer(ModelSaveContext context);

    /// <summary>Writes a named stream beside the component's own block.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    public static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    /// <summary>The environment (hosts, channels, random numbers) behind any of <see cref="MLContext"/>'s catalogs.</summary>
    /// <exception cref="NotSupportedException">The catalog is not one of ML.NET's own.</exception>
    public static IHostEnvironment EnvironmentOf(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var property = catalog.GetType().GetInterface("Microsoft.ML.Data.IInternalCatalog")?.GetProperty("Environment", AnyInstance);
        return property?.GetValue(catalog) as IHostEnvironment ?? throw Unknown($"the environment of {catalog.GetType().Name}");
    }

    /// <summary>The GPU that the user asked for through <c>MLContext.GpuDeviceId</c>, and whether the CPU will do instead.</summary>
    public static (int? GpuDeviceId, bool FallbackToCpu) DeviceOf(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ((int?)Read("GpuDeviceId"), (bool)Read("FallbackToCpu")!);

        object? Read(string name)
        {
            var types = environment.GetType().GetInterfaces().Prepend(environment.GetType());
            var property = types.Select(type => type.GetProperty(name, AnyInstance)).FirstOrDefault(p => p is not null) ?? throw Unknown($"IHostEnvironment.{name}");
            return property.GetValue(environment);
        }
    }

    /// <summary>Marks what is being saved as a DeepML component; must be called before the block is written.</summary>
    public static void SetVersion(ModelSaveContext context)
    {
        var versionType = Core.GetType("Microsoft.ML.VersionInfo") ?? throw Unknown("VersionInfo");
        var version = versionType.GetConstructors(AnyInstance)[0]
            .Invoke([ModelSignature, ContainerVersion, ContainerVersion, ContainerVersion, LoaderAssemblyName, LoaderSignature, null]);
        var set = typeof(ModelSaveContext).GetMethod("SetVersionInfo", AnyInstance) ?? throw Unknown("ModelSaveContext.SetVersionInfo");
        set.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [version], null);
    }

    /// <summary>The reader of the component's own block in a model being loaded.</summary>
    /// <param name="loadContext">ML.NET's ModelLoadContext.</param>
    public static BinaryReader Reader(object loadContext) =>
        loadContext.GetType().GetField("Reader", AnyInstance)?.GetValue(loadContext) as BinaryReader
        ?? throw Unknown("ModelLoadContext.Reader");

    /// <summary>Reads a named stream written by <see cref="SaveBinaryStream"/>; false if the model has none of that name.</summary>
    public static bool TryLoadBinaryStream(object loadContext, string name, Action<BinaryReader> read)
    {
        var method = loadContext.GetType().GetMethod("TryLoadBinaryStream", AnyInstance, [typeof(string), typeof(Action<BinaryReader>)])
            ?? throw Unknown("ModelLoadContext.TryLoadBinaryStream");
        return (bool)method.Invoke(loadContext, BindingFlags.DoNotWrapExceptions, null, [name, read], null)!;
    }

    /// <summary>
    /// Defines, in <paramref name="module"/>, the class whose static Create(IHostEnvironment, ModelLoadContext) forwards to
    /// <paramref name="load"/>, and registers it as a loadable class of <paramref name="assembly"/>.
    /// </summary>
    /// <param name="assembly">The assembly under construction; its name must be <see cref="LoaderAssemblyName"/>.</param>
    /// <param name="module">Its only module.</param>
    /// <param name="load">A static method (IHostEnvironment, object) that returns the component.</param>
    public static void EmitLoader(AssemblyBuilder assembly, ModuleBuilder module, MethodInfo load)
    {
        var context = Core.GetType("Microsoft.ML.ModelLoadContext") ?? throw Unknown("ModelLoadContext");
        var signature = Core.GetType("Microsoft.ML.SignatureLoadModel") ?? throw Unknown("SignatureLoadModel");
        var loadable = Core.GetType("Microsoft.ML.LoadableClassAttribute") ?? throw Unknown("LoadableClassAttribute");

        var loader = module.DefineType("DeepML.Loader", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var create = loader.DefineMethod(
            "Create", MethodAttributes.Public | MethodAttributes.Static, load.ReturnType, [typeof(IHostEnvironment), context]);
        var body = create.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Call, load);
        body.Emit(OpCodes.Ret);
        loader.CreateType();

        var ignoresChecks = typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0];
        foreach (var opened in new[] { Core, load.DeclaringType!.Assembly })
            assembly.SetCustomAttribute(ignoresChecks, AttributeBlob(w => WriteString(w, opened.GetName().Name!)));

        // LoadableClassAttribute(instance type, loader type, argument type, signature type, user name, load names)
        var constructor = loadable.GetConstructor(AnyInstance, [typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])])
            ?? throw Unknown("LoadableClassAttribute's constructor");
        assembly.SetCustomAttribute(constructor, AttributeBlob(w =>
        {
            WriteString(w, load.ReturnType.AssemblyQualifiedName!);
            WriteString(w, $"DeepML.Loader, {LoaderAssemblyName}");
            w.Write((byte)0xFF); // a null string: no argument type
            WriteString(w, signature.AssemblyQualifiedName!);
            WriteString(w, "DeepML transformer");
            w.Write(1);
            WriteString(w, LoaderSignature);
        }));
    }

    /// <summary>
    /// Serves <see cref="LoaderAssemblyName"/> from memory when the generated file is not beside the application, so that a
    /// program that has touched DeepML can always load its models.
    /// </summary>
    public static void ServeLoaderFromMemory(MethodInfo load)
    {
        var loader = new Lazy<Assembly>(() =>
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(LoaderAssemblyName), AssemblyBuilderAccess.Run);
            EmitLoader(assembly, assembly.DefineDynamicModule(LoaderAssemblyName), load);
            return assembly;
        });
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
            new AssemblyName(request.Name).Name == LoaderAssemblyName ? loader.Value : null;
    }

    // ECMA-335 II.23.3: prolog, constructor arguments, no named arguments.
    private static byte[] AttributeBlob(Action<BinaryWriter> arguments)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write((ushort)1);
        arguments(writer);
        writer.Write((ushort)0);
        return stream.ToArray();
    }

    // SerString: compressed length (one byte up to 127, else two big-endian bytes with the top bit set), then UTF-8.
    private static void WriteString(BinaryWriter writer, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 0x80)
        {
            writer.Write((byte)bytes.Length);
        }
        else
        {
            writer.Write((byte)(0x80 | (bytes.Length >> 8)));
            writer.Write((byte)bytes.Length);
        }
        writer.Write(bytes);
    }

    private static NotSupportedException Unknown(string what) => new(
        $"DeepML was written for ML.NET 5.0 and cannot find {what} in {Core.GetName().Name} {Core.GetName().Version}.");
}
