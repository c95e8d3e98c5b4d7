using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

/// A transformer from outside of the library: it saves through unsafe accessors and reflection and is loaded through an emitted assembly.
public sealed class ModelForeignComponent : ITransformer
{
    public const string LoaderAssembly = "DeepML.Test.Loader";
    public const string LoaderSignature = "ForeignTest";

    public int Number { get; init; }

    public string Word { get; init; } = "";

    public byte[] Weights { get; init; } = [];

    /// What the model block holds beyond what loading reads.
    public int Surplus { get; init; }

    public bool SetsNoVersion { get; init; }

    public bool IsRowToRowMapper => false;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IDataView Transform(IDataView input) => input;

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException();

    public void Save(ModelSaveContext ctx)
    {
        if (!SetsNoVersion)
            SetVersion(ctx, "FOREIGN ", 0x00010001, LoaderSignature);
        Writer(ctx).Write(Number);
        Writer(ctx).Write(Word);
        for (var i = 0; i < Surplus; i++)
            Writer(ctx).Write((byte)1);
        SaveBinaryStream(ctx, "weights", writer => writer.Write(Weights));
    }

    public static ModelForeignComponent Load(IHostEnvironment env, object context)
    {
        var type = context.GetType();
        var reader = (BinaryReader)type.GetField("Reader")!.GetValue(context)!;
        var (number, word) = (reader.ReadInt32(), reader.ReadString());
        byte[] weights = [];
        var found = (bool)type.GetMethod("TryLoadBinaryStream")!.Invoke(context, ["weights", (Action<BinaryReader>)(r => weights = r.ReadBytes((int)r.BaseStream.Length))])!;
        Assert.IsTrue(found);
        return new ModelForeignComponent { Number = number, Word = word, Weights = weights };
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Writer")]
    private static extern ref BinaryWriter Writer(ModelSaveContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    private static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Microsoft.ML.Data.IInternalCatalog.get_Environment")]
    public static extern IHostEnvironment Environment(TransformsCatalog catalog);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern SchemaShape.Column NewColumn(string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, SchemaShape? annotations);

    private static void SetVersion(ModelSaveContext context, string signature8, uint version, string loaderSignature)
    {
        var info = typeof(ModelSaveContext).Assembly.GetType("Microsoft.ML.VersionInfo", throwOnError: true)!
            .GetConstructors()[0].Invoke([signature8, version, version, version, LoaderAssembly, loaderSignature, null]);
        typeof(ModelSaveContext).GetMethod("SetVersionInfo", BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(context, [info]);
    }

    /// Emits the loader and lets Assembly.Load find it.
    public static Assembly ProvideLoader()
    {
        var core = typeof(ModelSaveContext).Assembly;
        var builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(LoaderAssembly), AssemblyBuilderAccess.Run);
        var module = builder.DefineDynamicModule(LoaderAssembly);
        builder.SetCustomAttribute(new CustomAttributeBuilder(typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0], [core.GetName().Name!]));
        var context = core.GetType("Microsoft.ML.ModelLoadContext", true)!;
        var loader = module.DefineType("Loader", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var create = loader.DefineMethod("Create", MethodAttributes.Public | MethodAttributes.Static, typeof(ModelForeignComponent), [typeof(IHostEnvironment), context]);
        var il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, typeof(ModelForeignComponent).GetMethod(nameof(Load))!);
        il.Emit(OpCodes.Ret);
        var loaderType = loader.CreateType();
        var attribute = core.GetType("Microsoft.ML.LoadableClassAttribute", true)!
            .GetConstructor([typeof(Type), typeof(Type), typeof(Type), typeof(Type), typeof(string), typeof(string[])])!;
        builder.SetCustomAttribute(new CustomAttributeBuilder(attribute,
            [typeof(ModelForeignComponent), loaderType, null, core.GetType("Microsoft.ML.SignatureLoadModel", true), "Foreign transformer", new[] { LoaderSignature }]));
        AppDomain.CurrentDomain.AssemblyResolve += (_, e) => new AssemblyName(e.Name).Name == LoaderAssembly ? builder : null;
        return builder;
    }
}
