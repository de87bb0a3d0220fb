using MtlsAuth.Tool.Hosting;
using MtlsAuth.Tool.Running;

return (int)await Application.RunAsync(args, ToolEnvironment.OfProcess()).ConfigureAwait(false);
