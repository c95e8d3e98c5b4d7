using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A fitted model and the columns it adds.
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable where TModel : class
{
    private protected PredictionTransformerBase(IHost host, TModel model)
    {
        Host = host;
        Model = model;
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    private protected IHost Host { get; }

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        return new RowToRowView(Host, input, MakeMapper(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return MakeMapper(inputSchema);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        SaveModel(ctx);
    }

    public void Dispose() => (Model as IDisposable)?.Dispose();

    private protected abstract RowToRowMapper MakeMapper(DataViewSchema inputSchema);

    private protected abstract void SaveModel(ModelSaveContext ctx);
}
