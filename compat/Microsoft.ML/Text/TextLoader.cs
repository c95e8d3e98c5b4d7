using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: LoadableClass(typeof(IDataLoader<IMultiStreamSource>), typeof(TextLoader), null, typeof(SignatureLoadModel), "Text Loader", TextLoader.LoadName)]

namespace Microsoft.ML.Data;

public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    internal const string LoadName = "TextLoader";

    private readonly TextLoaderLayout _layout;

    internal TextLoader(IHostEnvironment env, Options options = null, IMultiStreamSource dataSample = null)
    {
        Contracts.CheckValue(env, env, nameof(env));
        Host = env.Register(LoadName);
        options = (options ?? new Options()).Clone();
        UseThreads = options.UseThreads;
        MaxRows = options.MaxRows ?? long.MaxValue;
        TextLoaderOptionChecks.Check(Host, options);
        if (options.Columns is null or [])
            options = SchemaComment.Apply(Host, options, dataSample);
        _layout = TextLoaderLayout.Create(Host, options, dataSample);
    }

    private TextLoader(IHost host, TextLoaderLayout layout, bool useThreads, long maxRows)
    {
        Host = host;
        _layout = layout;
        UseThreads = useThreads;
        MaxRows = maxRows;
    }

    internal IHost Host { get; }

    internal DataViewSchema Schema => _layout.Schema;

    internal IReadOnlyList<ColumnBinding> Bindings => _layout.Columns;

    internal ParseSettings Settings => _layout.Settings;

    internal bool HasHeader => _layout.HasHeader;

    internal bool UseThreads { get; }

    internal long MaxRows { get; }

    public DataViewSchema GetOutputSchema() => Schema;

    public IDataView Load(IMultiStreamSource source)
    {
        Contracts.CheckValue(Host, source, nameof(source));
        return new TextLoaderView(this, source);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Contracts.CheckValue(Host, ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.Writer.Write(UseThreads);
        ctx.Writer.Write(MaxRows);
        _layout.Save(ctx.Writer);
    }

    internal static IDataLoader<IMultiStreamSource> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        var host = env.Register(LoadName);
        ctx.CheckAtModel(Version());
        var useThreads = ctx.Reader.ReadBoolean();
        var maxRows = ctx.Reader.ReadInt64();
        return new TextLoader(host, TextLoaderLayout.Load(host, ctx.Reader), useThreads, maxRows);
    }

    private static VersionInfo Version() => VersionInfo.First("TXTLOADR", LoadName);
}
