using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(TransformerChain<ITransformer>), typeof(TransformerChain), null, typeof(SignatureLoadModel), "Transformer chain", TransformerChain.LoaderSignature)]

namespace Microsoft.ML.Data;

/// Saves and loads chains; a chain comes back without the type of its last transformer.
internal static class TransformerChain
{
    public const string LoaderSignature = "TransformerChain";

    private static VersionInfo GetVersionInfo() => VersionInfo.First("CHAIN TR", LoaderSignature);

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(transformers.Length);
        for (var i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], MemberName(i));
        }
    }

    private static TransformerChain<ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var count = ctx.Reader.ReadInt32();
        env.CheckDecode(count >= 0 && count == (ctx.Header.ModelSize - sizeof(int)) / sizeof(int), $"The transformer chain of the model has {count} members");
        var transformers = new ITransformer[count];
        var scopes = new TransformerScope[count];
        for (var i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            ctx.LoadModel<ITransformer, SignatureLoadModel>(env, out transformers[i], MemberName(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string MemberName(int index) => string.Format(System.Globalization.CultureInfo.InvariantCulture, "Transform_{0:000}", index);
}
