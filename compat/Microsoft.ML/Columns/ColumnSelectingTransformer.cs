using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select columns", ColumnSelectingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";

    private readonly IHost _host;
    private readonly string[] _names;
    private readonly bool _isDrop;
    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(IHostEnvironment env, string[] names, bool isDrop, bool keepHidden)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(ColumnSelectingTransformer));
        _host.CheckValue(names, nameof(names));
        _host.CheckParam(!names.Any(string.IsNullOrEmpty), nameof(names), "A name is null or empty");
        _host.CheckParam(names.Distinct().Count() == names.Length, nameof(names), "A name appears more than once");
        _names = names;
        _isDrop = isDrop;
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new SelectionMapper(_host, inputSchema, Kept(inputSchema)).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new SelectionView(_host, input, new SelectionMapper(_host, input.Schema, Kept(input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new SelectionMapper(_host, inputSchema, Kept(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        _host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        ctx.SetVersionInfo(GetVersionInfo());
        ctx.Writer.Write(_isDrop);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(_names.Length);
        foreach (var name in _names)
            ctx.SaveNonEmptyString(name);
    }

    private static VersionInfo GetVersionInfo() => VersionInfo.First("SELCOLST", LoaderSignature);

    private static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(GetVersionInfo());
        var isDrop = ctx.Reader.ReadBoolean();
        var keepHidden = ctx.Reader.ReadBoolean();
        var count = ctx.Reader.ReadInt32();
        env.CheckDecode(count >= 0 && count <= ctx.Header.ModelSize / sizeof(int), $"A column selection of the model has {count} names");
        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = ctx.LoadNonEmptyString();
        return new ColumnSelectingTransformer(env, names, isDrop, keepHidden);
    }

    /// Indices of the input columns that stay, in the order of the output.
    private int[] Kept(DataViewSchema inputSchema)
    {
        foreach (var name in _names)
            if (inputSchema.GetColumnOrNull(name) is null)
                throw _host.ExceptSchemaMismatch(nameof(inputSchema), "input", name);
        if (_isDrop)
            return [.. inputSchema.Where(c => !_names.Contains(c.Name) && (_keepHidden || !c.IsHidden)).Select(c => c.Index)];
        return [.. _names.SelectMany(name => inputSchema.Where(c => c.Name == name && (_keepHidden || !c.IsHidden))).Select(c => c.Index)];
    }
}
