using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

// HOW EVERY ROW-TO-ROW TRANSFORM OF THE LIBRARY IS BUILT
//
// 1. The transformer derives from RowToRowTransformerBase (or OneToOneTransformerBase when each output has one input). It is
//    immutable, gets a registered IHost, and implements
//        MakeRowMapper(DataViewSchema)   checks the input columns (AOOR through host.ExceptSchemaMismatch) and returns a RowMapper
//        SaveModel(ModelSaveContext)     ctx.CheckAtModel(); ctx.SetVersionInfo(Version); then ctx.Writer / ctx.SaveString …
//    Everything else is here: GetOutputSchema, Transform (a lazy view), GetRowToRowMapper, IsRowToRowMapper.
// 2. The RowMapper names its output columns (Outputs), the input columns each output needs (DependenciesOf) and makes the getter
//    of an output over a row (CreateGetter, or CreateGetters when several outputs share work). A getter is a direct delegate
//    ValueGetter<T>: fetch the source getter and local buffers once, outside of the delegate; no look-up and no allocation per call.
//    State lives in the closure (one per cursor), never in the mapper: several cursors run at once on several threads.
// 3. Where an output appears: directly after the last input column of the same name (which it hides), else at the end.
// 4. Loading: the assembly attribute and a constructor (or a static Create), both found by the model reader without any registration call:
//        [assembly: LoadableClass(typeof(MyTransformer), null, typeof(SignatureLoadModel), "My transform", MyTransformer.LoaderSignature)]
//        private static readonly VersionInfo Version = VersionInfo.First("8 LETTERS", LoaderSignature);
//        private MyTransformer(IHostEnvironment env, ModelLoadContext ctx)   // ctx.CheckAtModel(Version); then ctx.Reader / ctx.LoadString …
//    OneToOneTransformerBase checks and reads the version and the columns itself; what else there is goes into SaveMore.
//    The reader has to read the model block to its end. LoaderSignature: at most 24 Latin-1 characters, unique.
// 5. The estimator: shape.Find(host, name, accept, expected) gives the documented errors, shape.With(columns…) the result
//    (SchemaShapeExtensions); SchemaShape.ColumnOf(name, type, annotations) turns a type into a shape column.
// 6. Catalog extension methods take their environment from catalog.GetEnvironment() (IInternalCatalog).
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host)
    {
        Contracts.CheckValue(null, host, nameof(host));
        Host = host;
    }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(Host, MakeRowMapper(inputSchema)).OutputSchema;
    }

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowToRowView(Host, input, new RowToRowMapper(Host, MakeRowMapper(input.Schema)));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(Host, MakeRowMapper(inputSchema));
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        SaveModel(ctx);
    }

    private protected abstract RowMapper MakeRowMapper(DataViewSchema schema);

    private protected abstract void SaveModel(ModelSaveContext ctx);
}
