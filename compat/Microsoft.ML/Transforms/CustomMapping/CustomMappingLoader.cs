using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingLoader), null, typeof(SignatureLoadModel), "Custom mapping", CustomMappingLoader.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// A model file names the contract and the assembly of a mapping; the code itself is not in it.
internal static class CustomMappingLoader
{
    public const string LoaderSignature = "CustomTransformer";

    public static void Save(ModelSaveContext ctx, string contractName, string contractAssembly)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.SaveString(contractName);
        ctx.SaveString(contractAssembly);
    }

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var contractName = ctx.LoadString();
        var assembly = Assembly.Load(ctx.LoadString());
        env.ComponentCatalog.RegisterAssembly(assembly);
        var type = env.ComponentCatalog.GetExtensionType(typeof(CustomMappingFactoryAttributeAttribute), contractName);
        if (Activator.CreateInstance(type) is not ICustomMappingFactory factory)
            throw env.Except($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'");
        return factory.CreateTransformer(env, contractName);
    }

    private static VersionInfo GetVersionInfo() => VersionInfo.First("CUSTOMXF", LoaderSignature);
}
