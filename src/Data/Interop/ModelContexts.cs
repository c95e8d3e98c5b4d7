using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;

namespace DeepML.Data;

/// <summary>What a component writes to ML.NET's model save context, and reads from its load context.</summary>
internal static class ModelContexts
{
    private const string ModelSignature = "DEEPMLTR";
    private const uint ContainerVersion = 0x00010001;

    /// <summary>The writer of the component's own block in a model being saved.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Writer")]
    public static extern ref BinaryWriter Writer(ModelSaveContext context);

    /// <summary>Writes a named stream beside the component's own block.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SaveBinaryStream")]
    public static extern void SaveBinaryStream(ModelSaveContext context, string name, Action<BinaryWriter> write);

    /// <summary>Marks what is being saved as a DeepML component; must be called before the block is written.</summary>
    public static void SetVersion(ModelSaveContext context)
    {
        object?[] values =
            [ModelSignature, ContainerVersion, ContainerVersion, ContainerVersion, LoaderAssembly.Name, LoaderAssembly.Signature, null];
        var version = MlNet.Type("Microsoft.ML.VersionInfo").GetConstructors(MlNet.AnyInstance)[0].Invoke(values);
        var set = typeof(ModelSaveContext).GetMethod("SetVersionInfo", MlNet.AnyInstance)
            ?? throw MlNet.Unknown("ModelSaveContext.SetVersionInfo");
        set.Invoke(context, BindingFlags.DoNotWrapExceptions, null, [version], null);
    }

    /// <summary>The reader of the component's own block in a model being loaded.</summary>
    /// <param name="loadContext">ML.NET's ModelLoadContext.</param>
    public static BinaryReader Reader(object loadContext) =>
        loadContext.GetType().GetField("Reader", MlNet.AnyInstance)?.GetValue(loadContext) as BinaryReader
        ?? throw MlNet.Unknown("ModelLoadContext.Reader");

    /// <summary>Reads a named stream written by <see cref="SaveBinaryStream"/>; false if the model has none of that name.</summary>
    public static bool TryLoadBinaryStream(object loadContext, string name, Action<BinaryReader> read)
    {
        Type[] parameters = [typeof(string), typeof(Action<BinaryReader>)];
        var method = loadContext.GetType().GetMethod("TryLoadBinaryStream", MlNet.AnyInstance, parameters)
            ?? throw MlNet.Unknown("ModelLoadContext.TryLoadBinaryStream");
        return (bool)method.Invoke(loadContext, BindingFlags.DoNotWrapExceptions, null, [name, read], null)!;
    }
}
