using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.ML;

namespace DeepML.Service;

/// <summary>Scores over HTTP with one model, which any number of requests share.</summary>
internal static class ScoringService
{
    private const int MostBytes = 1 << 20;
    private const int MostRows = 1000;

    /// <summary>A service of the model in a file.</summary>
    public static WebApplication Create(string[] args, string modelPath)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostBytes);
        builder.Services.AddProblemDetails();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that it is told why
        builder.Services.AddSingleton(
            services => new ServedModel(new MLContext(), modelPath, services.GetRequiredService<ILogger<ServedModel>>()));
        builder.Services.AddSingleton<ServiceMetrics>();
        var app = builder.Build();
        app.UseExceptionHandler(handler => handler.Run(TellAsync));
        _ = app.Services.GetRequiredService<ServedModel>(); // a model that cannot be loaded ends the start, and not the first request
        _ = app.Services.GetRequiredService<ServiceMetrics>();
        app.MapPost("/score", ScoreAsync);
        app.MapPost("/picture", PictureAsync);
        app.MapGet("/health", (ServedModel model) => new { status = "ok", model = model.LoadedAt });
        app.MapGet("/metrics", (ServiceMetrics metrics) => metrics.ToText());
        return app;
    }

    // Rows are scored together with those of other requests.
    private static async Task<Results<Ok<Answer[]>, ProblemHttpResult>> ScoreAsync(
        Digit[] rows, ServedModel model, CancellationToken cancellation)
    {
        if (rows.Length is 0 or > MostRows)
            return Bad($"The body must be a list of 1 to {MostRows} rows, and holds {rows.Length}.");
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i]?.Pixels is not { Length: Digit.Side * Digit.Side } pixels)
                return Bad($"Row {i} must have {Digit.Side * Digit.Side} \"pixels\", and has {rows[i]?.Pixels?.Length ?? 0}.");
            if (Array.Find(pixels, pixel => pixel is not (>= 0 and <= Digit.Darkest)) is not 0 and var wrong)
                return Bad($"Row {i} has the pixel {wrong}; pixels are in [0, {Digit.Darkest}].");
        }
        return TypedResults.Ok(await Task.WhenAll(rows.Select(row => model.Scorer.ScoreAsync(row, cancellation))));
    }

    // A picture of any size and format: dark on bright, or bright on dark.
    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> PictureAsync(
        HttpRequest request, ServedModel model, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        return PictureDigit.Read(body.ToArray()) is { } digit
            ? TypedResults.Ok(await model.Scorer.ScoreAsync(digit, cancellation))
            : Bad("The body must be a picture, such as PNG or JPEG.");
    }

    // JSON that is none, or a body that is too large, is the caller's fault.
    private static Task TellAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, detail) = fault switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.InnerException is JsonException json ? json.Message : bad.Message),
            _ => (StatusCodes.Status500InternalServerError, "The row could not be scored."),
        };
        context.Response.StatusCode = status;
        return TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    private static ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
